package org.vedfolnir.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vedfolnir.testing.TestFolders;

/** Two nodes on the same Redis. If that is one process, each node has its own faulty connection. */
final class Site implements AutoCloseable {

    private final Path folder;
    private final Servers redis;
    private final List<BadWire> wires;
    private final List<NodeProcess> nodes;

    /**
     * @param seed chooses the Redis that a fault affects
     * @param classPath of the nodes before the class path of the tests
     * @param settings of the manager, as environment variables
     */
    Site(Topology topology, long seed, List<Path> classPath, Map<String, String> settings) throws Exception {
        folder = TestFolders.make("vedfolnir-history");
        switch (topology) {
            case ONE -> {
                var one = new DurableRedis(folder.resolve("redis"));
                redis = one;
                wires = List.of(new BadWire(one.port()), new BadWire(one.port()));
            }
            case CLUSTER -> {
                redis = new ClusterServers(seed);
                wires = List.of();
            }
            default -> {
                redis = new SentinelServers();
                wires = List.of();
            }
        }
        nodes = List.of(
                node("a", 0, classPath, settings), node("b", 1, classPath, with(settings, NodeProcess.clockAhead())));
        for (var node : nodes) {
            node.awaitReady();
        }
    }

    private NodeProcess node(String name, int number, List<Path> classPath, Map<String, String> settings)
            throws IOException {
        return new NodeProcess(name, folder.resolve(name), classPath, with(settings, where(number)));
    }

    private Map<String, String> where(int number) {
        return wires.isEmpty()
                ? Map.of("SESSION_REDISSON_CONFIG", redis.configuration())
                : Map.of("REDIS_URL", "redis://127.0.0.1:" + wires.get(number).port() + "/0");
    }

    private static Map<String, String> with(Map<String, String> settings, Map<String, String> more) {
        var all = new HashMap<>(settings);
        all.putAll(more);
        return all;
    }

    Servers redis() {
        return redis;
    }

    BadWire wire(int node) {
        return wires.get(node);
    }

    NodeProcess node(int node) {
        return nodes.get(node);
    }

    List<NodeProcess> nodes() {
        return nodes;
    }

    @Override
    public void close() throws IOException {
        for (var node : nodes) {
            node.close();
        }
        for (var wire : wires) {
            wire.close();
        }
        redis.close();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
