package org.vedfolnir.session.store.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.vedfolnir.session.store.Eventually;

/**
 * A Redis Cluster for one test class: three masters with a replica each. {@link ClusterOperator} changes it; {@link ClusterFacts} and
 * {@link StoredKeys} read its state.
 */
public final class RealCluster implements BeforeAllCallback, AfterAllCallback {

    static final int SLOTS = 16384;

    private static final int MASTERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> SETTINGS = List.of(
            "save \"\"",
            // acknowledged writes outlive the process, without a wait for the disk
            "appendonly yes",
            "appendfsync no",
            "repl-diskless-sync yes",
            "repl-diskless-sync-delay 0",
            "repl-ping-replica-period 1",
            "cluster-enabled yes",
            "cluster-node-timeout 2000",
            "cluster-replica-validity-factor 0",
            "cluster-require-full-coverage no",
            // no replica moves to another master
            "cluster-migration-barrier 9");

    private final List<RedisProcess> processes = new CopyOnWriteArrayList<>();
    private final List<String> more;
    private final @Nullable Certificates certificates;
    private final @Nullable Path certificate;
    private @Nullable RedisFolder folder;

    private RealCluster(List<String> more, @Nullable Certificates certificates, @Nullable Path certificate) {
        this.more = more;
        this.certificates = certificates;
        this.certificate = certificate;
    }

    public static RealCluster withReplicas() {
        return new RealCluster(List.of(), null, null);
    }

    /**
     * The servers speak TLS among themselves and with the nodes. The nodes connect as the user of {@code server-config/redis/users.acl}, with the
     * password {@code word} and exactly the rights of that file. The test's own commands use a plain port.
     */
    public static RealCluster withTlsAndLeastRights(Certificates certificates, Path certificate) throws IOException {
        var users = Files.readAllLines(ShippedRedis.USERS).stream()
                .filter(line -> line.startsWith("user vedfolnir "))
                .map(line -> line.replace("CHANGE-ME", "word"))
                .toList();
        return new RealCluster(users, certificates, certificate);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        start();
    }

    public void start() throws Exception {
        folder = RedisFolder.make();
        for (var i = 0; i < 2 * MASTERS; i++) {
            add();
        }
        giveSlots();
        introduce();
        for (var i = 0; i < MASTERS; i++) {
            processes.get(MASTERS + i).tell("CLUSTER", "REPLICATE", ClusterFacts.id(processes.get(i)));
        }
        awaitWhole();
    }

    private void giveSlots() {
        for (var i = 0; i < MASTERS; i++) {
            var words = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
            IntStream.range(SLOTS * i / MASTERS, SLOTS * (i + 1) / MASTERS)
                    .mapToObj(Integer::toString)
                    .forEach(words::add);
            processes.get(i).tell("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
            processes.get(i).tell(words.toArray(String[]::new));
        }
    }

    /** Returns when the processes know each other and the owners of the slots. */
    void introduce() throws Exception {
        for (var one : processes) {
            processes.get(0).tell("CLUSTER", "MEET", "127.0.0.1", Integer.toString(portAmongThem(one)));
        }
        Eventually.within(PATIENCE, () -> processes.stream().allMatch(this::knowsAll));
    }

    private boolean knowsAll(RedisProcess one) {
        var info = one.ask("CLUSTER", "INFO");
        return info.contains("cluster_state:ok")
                && info.contains("cluster_known_nodes:" + processes.size() + "\r")
                && info.contains("cluster_slots_ok:" + SLOTS);
    }

    /** Starts another process that the others do not know yet. */
    RedisProcess add() throws Exception {
        var port = RedisProcess.freePort();
        var settings = new ArrayList<>(SETTINGS);
        settings.addAll(more);
        settings.addAll(tls(port));
        var made = RedisProcess.of(folder().program(), folder().of(port), port, settings);
        made.start();
        processes.add(made);
        return made;
    }

    void remove(RedisProcess gone) {
        processes.remove(gone);
        gone.close();
    }

    private List<String> tls(int port) {
        if (certificates == null) {
            return List.of();
        }
        return List.of(
                "tls-port " + (port + 1),
                "tls-cluster yes",
                "tls-replication yes",
                "tls-auth-clients no",
                "tls-ca-cert-file " + certificates.authority(),
                "tls-cert-file " + certificate,
                "tls-key-file " + certificates.key());
    }

    /** The port for the other servers and for nodes. */
    int portAmongThem(RedisProcess process) {
        return certificates == null ? process.port() : process.port() + 1;
    }

    private RedisFolder folder() {
        if (folder == null) {
            throw new AssertionError("This cluster was not started.");
        }
        return folder;
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        stop();
    }

    public void stop() throws IOException {
        processes.forEach(RedisProcess::close);
        folder().close();
    }

    /** Returns when each slot has a master, each master a replica with all data, and all processes agree. */
    public void awaitWhole() throws Exception {
        try {
            Eventually.within(PATIENCE, facts()::whole);
        } catch (AssertionError e) {
            throw new AssertionError("The Cluster did not become whole: " + facts().views(), e);
        }
    }

    public List<RedisProcess> processes() {
        return List.copyOf(processes);
    }

    public ClusterFacts facts() {
        return new ClusterFacts(processes);
    }

    public StoredKeys keys() {
        return new StoredKeys(facts()::masters);
    }

    public ClusterOperator operator() {
        return new ClusterOperator(this);
    }

    /** The configuration of a node, as {@code redissonConfig} takes it. */
    public String configuration() {
        var scheme = certificates == null ? "redis://" : "rediss://";
        var login = certificates == null ? "" : ", username: vedfolnir, password: word";
        return processes.stream()
                .map(each -> "\"" + scheme + "127.0.0.1:" + portAmongThem(each) + "\"")
                .collect(Collectors.joining(", ", "{clusterServersConfig: {nodeAddresses: [", "]" + login + "}}"));
    }
}
