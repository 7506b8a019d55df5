package org.vedfolnir.session.store.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.vedfolnir.FreePorts;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.testing.RedisClient;
import org.vedfolnir.testing.TestFolders;
import redis.embedded.Redis;
import redis.embedded.RedisCluster;
import redis.embedded.RedisSentinel;
import redis.embedded.RedisServer;
import redis.embedded.RedisShardedCluster;
import redis.embedded.core.ExecutableProvider;

/** Several Redis processes for one test class: a master with a replica behind a Sentinel, or a Redis Cluster of three masters. */
public final class RealTopology implements BeforeAllCallback, AfterAllCallback {

    private static final Pattern EVALSHA = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");
    private static final String MASTER = "sessions";
    private static final List<String> FOR_EACH = List.of("FLUSHALL", "SCRIPT", "CONFIG", "ACL", "CLIENT");

    private final boolean cluster;
    private @Nullable Redis redis;
    private List<Integer> ports = List.of();
    private int sentinel;

    private RealTopology(boolean cluster) {
        this.cluster = cluster;
    }

    public static RealTopology sentinel() {
        return new RealTopology(false);
    }

    public static RealTopology cluster() {
        return new RealTopology(true);
    }

    /** The topology that the system property {@code vedfolnir.topology} names, for tests that run on any; null for one Redis. */
    static @Nullable RealTopology ofProperty() {
        return switch (System.getProperty("vedfolnir.topology", "")) {
            case "sentinel" -> sentinel();
            case "cluster" -> cluster();
            default -> null;
        };
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        start();
    }

    void start() throws IOException {
        ports = IntStream.range(0, cluster ? 3 : 2).mapToObj(each -> port()).toList();
        redis = cluster ? shards() : replicas();
        redis.start();
        awaitReady();
    }

    /** Sends a signal to each Redis process of this test. */
    void signal(String signal) throws Exception {
        for (var process : ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").contains("redis"))
                .toList()) {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }
    }

    /** Each node of a cluster knows the others; the Sentinel knows the replica. */
    private void awaitReady() throws IOException {
        try {
            Eventually.within(
                    Duration.ofSeconds(20),
                    () -> cluster
                            ? ports.stream().allMatch(port -> String.valueOf(RedisClient.ask(port, "CLUSTER", "INFO"))
                                    .contains("cluster_state:ok"))
                            : String.valueOf(RedisClient.ask(sentinel, "SENTINEL", "REPLICAS", MASTER))
                                    .contains("slave"));
        } catch (Exception e) {
            throw new IOException("The servers of this test did not find each other.", e);
        }
    }

    /** Redis Cluster also uses this port plus ten thousand. The system must not give either port to outgoing connections. */
    private static int port() {
        var port = FreePorts.next();
        while (port > 22_700) {
            port = FreePorts.next();
        }
        return port;
    }

    private static ExecutableProvider program() throws IOException {
        return ExecutableProvider.newJarResourceProvider(
                TestFolders.make("vedfolnir-topology").toFile());
    }

    private Redis shards() throws IOException {
        return RedisShardedCluster.newRedisCluster()
                .serverPorts(ports)
                .withServerBuilder(RedisServer.newRedisServer()
                        .executableProvider(program())
                        .bind("127.0.0.1"))
                .shard("one", 0)
                .shard("two", 0)
                .shard("three", 0)
                .build();
    }

    private Redis replicas() throws IOException {
        sentinel = FreePorts.next();
        return RedisCluster.newRedisCluster()
                .sentinelPorts(List.of(sentinel))
                .serverPorts(ports)
                .quorumSize(1)
                .withServerBuilder(RedisServer.newRedisServer()
                        .executableProvider(program())
                        .bind("127.0.0.1"))
                .withSentinelBuilder(RedisSentinel.newRedisSentinel()
                        .executableProvider(program())
                        .bind("127.0.0.1")
                        .downAfterMilliseconds(1000)
                        .failOverTimeout(3000))
                .replicationGroup(MASTER, 1)
                .build();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        stop();
    }

    void stop() throws IOException {
        if (redis != null) {
            redis.stop();
        }
    }

    /** The configuration of a node, as {@code redissonConfig} takes it. */
    public String configuration() {
        return cluster
                ? "{clusterServersConfig: {nodeAddresses: ["
                        + ports.stream()
                                .map(port -> "\"redis://127.0.0.1:" + port + "\"")
                                .collect(Collectors.joining(", "))
                        + "]}}"
                : "{sentinelServersConfig: {masterName: " + MASTER + ", checkSentinelsList: false, sentinelAddresses: ["
                        + "\"redis://127.0.0.1:" + sentinel + "\"]}}";
    }

    /** The reply of the Redis that has the key, or of the master; the reply of any one if all execute the command. */
    public @Nullable String command(String... words) {
        if (cluster && FOR_EACH.contains(words[0])) {
            return ports.stream()
                    .map(port -> RedisClient.ask(port, words))
                    .reduce((a, b) -> b)
                    .orElseThrow();
        } else if (cluster && words[0].equals("KEYS")) {
            return ports.stream()
                    .map(port -> String.valueOf(RedisClient.ask(port, words)))
                    .filter(keys -> !keys.isEmpty())
                    .collect(Collectors.joining("\n"));
        } else if (cluster && words[0].equals("DBSIZE")) {
            return Long.toString(ports.stream()
                    .mapToLong(port -> Long.parseLong(String.valueOf(RedisClient.ask(port, words))))
                    .sum());
        }
        var port = cluster ? ports.get(0) : masterPort();
        var answer = RedisClient.ask(port, words);
        return answer != null && answer.startsWith("MOVED ")
                ? RedisClient.ask(Integer.parseInt(answer.substring(answer.lastIndexOf(':') + 1)), words)
                : answer;
    }

    /** The reply of the Redis of a cluster that has this key, to a command that names no key. */
    @Nullable
    String commandAt(String key, String... words) {
        return RedisClient.ask(portOf(key), words);
    }

    /** The port of the Redis that has a key. */
    public int portOf(String key) {
        return ports.stream()
                .filter(port ->
                        !String.valueOf(RedisClient.ask(port, "EXISTS", key)).startsWith("MOVED "))
                .findFirst()
                .orElseThrow();
    }

    /** Runs while a process is suspended. */
    public interface Act {
        void run() throws Exception;
    }

    /** Suspends the process at that port while an action runs. */
    public static void whileFrozen(int port, Act act) throws Exception {
        var process = process(port);
        signal("-STOP", process);
        try {
            act.run();
        } finally {
            signal("-CONT", process);
        }
    }

    private static ProcessHandle process(int port) {
        var info = String.valueOf(RedisClient.ask(port, "INFO", "server"));
        return ProcessHandle.of(Long.parseLong(info.replaceFirst("(?s).*process_id:(\\d+).*", "$1")))
                .orElseThrow();
    }

    private static void signal(String signal, ProcessHandle process) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("A Redis of this test was not signalled.", e);
        }
    }

    int sentinelPort() {
        return sentinel;
    }

    public List<Integer> ports() {
        return ports;
    }

    /** Number of scripts that all of them ran in between. */
    public long scripts(Runnable action) {
        var before = scripts();
        action.run();
        return scripts() - before;
    }

    private long scripts() {
        return scriptsByPort().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Number of scripts that each has run so far. */
    Map<Integer, Long> scriptsByPort() {
        var scripts = new TreeMap<Integer, Long>();
        for (var port : ports) {
            var found = EVALSHA.matcher(String.valueOf(RedisClient.ask(port, "INFO", "commandstats")));
            scripts.put(port, found.find() ? Long.parseLong(found.group(1)) : 0);
        }
        return scripts;
    }

    /** The master by Sentinel's view. */
    public int masterPort() {
        var address = String.valueOf(RedisClient.ask(sentinel, "SENTINEL", "get-master-addr-by-name", MASTER));
        return Integer.parseInt(address.substring(address.indexOf('\n') + 1));
    }

    /**
     * Requests an orderly failover: the old master becomes a replica, and its connections stay open.
     *
     * @return whether Sentinel accepts the replica as a successor
     */
    public boolean failOver() {
        return "OK".equals(RedisClient.ask(sentinel, "SENTINEL", "FAILOVER", MASTER));
    }

    /** Returns when the replica has all writes so far. */
    public boolean replicated() {
        return "1"
                .equals(RedisClient.askThen(
                        masterPort(), new String[] {"SET", "test:marker", "1"}, "WAIT", "1", "3000"));
    }

    /** Ends the master without a shutdown. */
    public void killMaster() throws Exception {
        var process = process(masterPort());
        process.destroyForcibly();
        process.onExit().get();
    }
}
