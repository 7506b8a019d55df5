package org.vedfolnir.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two nodes over one Redis, each behind a wire of its own. */
final class Site implements AutoCloseable {

    private final Path folder;
    private final DurableRedis redis;
    private final List<BadWire> wires;
    private final List<NodeProcess> nodes;

    /**
     * @param classPath what the nodes run, in front of the class path of the tests
     * @param settings of the manager, as environment variables
     */
    Site(List<Path> classPath, Map<String, String> settings) throws Exception {
        folder = Files.createTempDirectory("vedfolnir-history");
        redis = new DurableRedis(folder.resolve("redis"));
        wires = List.of(new BadWire(redis.port()), new BadWire(redis.port()));
        nodes = List.of(
                node("a", wires.get(0), classPath, settings),
                node("b", wires.get(1), classPath, with(settings, NodeProcess.clockAhead())));
        for (var node : nodes) {
            node.awaitReady();
        }
    }

    private NodeProcess node(String name, BadWire wire, List<Path> classPath, Map<String, String> settings)
            throws IOException {
        var url = Map.of("REDIS_URL", "redis://127.0.0.1:" + wire.port() + "/0");
        return new NodeProcess(name, folder.resolve(name), classPath, with(settings, url));
    }

    private static Map<String, String> with(Map<String, String> settings, Map<String, String> more) {
        var all = new HashMap<>(settings);
        all.putAll(more);
        return all;
    }

    DurableRedis redis() {
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
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
