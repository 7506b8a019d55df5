package org.vedfolnir.session.store.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.vedfolnir.session.store.Eventually;

/** A master and two replicas behind three Sentinels, for one test class. */
public final class RealSentinels implements BeforeAllCallback, AfterAllCallback {

    private static final String MASTER = "sessions";
    public static final int REPLICAS = 2;
    private static final int SENTINELS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final List<String> SETTINGS = List.of(
            "save \"\"",
            "appendonly yes",
            "appendfsync no",
            "repl-diskless-sync yes",
            "repl-diskless-sync-delay 0",
            "repl-ping-replica-period 1");

    private final List<RedisProcess> servers = new ArrayList<>();
    private final List<RedisProcess> sentinels = new ArrayList<>();
    private @Nullable RedisFolder folder;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        start();
    }

    public void start() throws Exception {
        var made = RedisFolder.make();
        folder = made;
        for (var i = 0; i <= REPLICAS; i++) {
            servers.add(server(made, i == 0 ? List.of() : List.of("replicaof 127.0.0.1 " + first())));
        }
        for (var i = 0; i < SENTINELS; i++) {
            sentinels.add(sentinel(made));
        }
        for (var each : all()) {
            each.start();
        }
        awaitWhole();
    }

    private int first() {
        return servers.get(0).port();
    }

    private static RedisProcess server(RedisFolder folder, List<String> more) throws IOException {
        var port = RedisProcess.freePort();
        var settings = Stream.concat(SETTINGS.stream(), more.stream()).toList();
        return RedisProcess.of(folder.program(), folder.of(port), port, settings);
    }

    private RedisProcess sentinel(RedisFolder folder) throws IOException {
        var port = RedisProcess.freePort();
        return RedisProcess.sentinel(
                folder.program(),
                folder.of(port),
                port,
                List.of(
                        "sentinel monitor " + MASTER + " 127.0.0.1 " + first() + " 2",
                        // the Sentinels must not replace a master that is only slow on a busy machine: it would still
                        // accept writes
                        "sentinel down-after-milliseconds " + MASTER + " 2000",
                        "sentinel failover-timeout " + MASTER + " 6000",
                        "sentinel parallel-syncs " + MASTER + " 2"));
    }

    private List<RedisProcess> all() {
        return Stream.concat(servers.stream(), sentinels.stream()).toList();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        stop();
    }

    public void stop() throws IOException {
        all().forEach(RedisProcess::close);
        if (folder != null) {
            folder.close();
        }
    }

    /** Returns when the master has both replicas, and each Sentinel knows them and the other Sentinels. */
    public void awaitWhole() throws Exception {
        Eventually.within(PATIENCE, this::whole);
    }

    private boolean whole() {
        return all().stream().allMatch(RedisProcess::serves)
                && sentinels.stream()
                                .map(RealSentinels::masterAddress)
                                .distinct()
                                .count()
                        == 1
                && sentinels.stream().allMatch(RealSentinels::knowsAll)
                && online(master()) == REPLICAS;
    }

    private static String masterAddress(RedisProcess sentinel) {
        return sentinel.ask("SENTINEL", "get-master-addr-by-name", MASTER);
    }

    private static boolean knowsAll(RedisProcess sentinel) {
        var info = sentinel.ask("INFO", "sentinel");
        return info.contains("status=ok") && info.contains("slaves=" + REPLICAS + ",sentinels=" + SENTINELS);
    }

    private static long online(RedisProcess master) {
        return master.ask("INFO", "replication")
                .lines()
                .filter(line -> line.contains("state=online"))
                .count();
    }

    /** The master by the Sentinels' view. */
    public RedisProcess master() {
        var sentinel =
                sentinels.stream().filter(RedisProcess::serves).findFirst().orElseThrow();
        var port = masterAddress(sentinel).lines().skip(1).findFirst().orElseThrow();
        return servers.stream()
                .filter(each -> port.equals(Integer.toString(each.port())))
                .findFirst()
                .orElseThrow();
    }

    public List<RedisProcess> serving() {
        return servers.stream().filter(RedisProcess::serves).toList();
    }

    public List<RedisProcess> sentinels() {
        return List.copyOf(sentinels);
    }

    /** Requests a failover. Writes that the new master does not have by then are lost. */
    public void failOver() throws Exception {
        var before = master();
        Eventually.within(
                PATIENCE,
                () -> sentinels.get(0).ask("SENTINEL", "FAILOVER", MASTER).equals("OK"));
        awaitOtherThan(before);
    }

    public void awaitOtherThan(RedisProcess before) throws Exception {
        Eventually.within(PATIENCE, () -> master() != before);
    }

    /** Makes all processes serve again after any fault, and returns when each has its role. */
    public void restore() throws Exception {
        for (var each : all()) {
            each.restore();
        }
        awaitWhole();
    }

    public StoredKeys keys() {
        return new StoredKeys(() -> List.of(master()));
    }

    /** The configuration of a node, as {@code redissonConfig} takes it. */
    public String configuration() {
        return sentinels.stream()
                .map(each -> "\"redis://127.0.0.1:" + each.port() + "\"")
                .collect(Collectors.joining(
                        ", ", "{sentinelServersConfig: {masterName: " + MASTER + ", sentinelAddresses: [", "]}}"));
    }
}
