package org.vedfolnir.benchmark.driver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import redis.embedded.RedisServer;

/** The Redis of a run, or the three masters of its Redis Cluster: real processes that keep nothing on disk. */
final class RedisUnderLoad implements AutoCloseable {

    private static final Pattern CALLS = Pattern.compile("cmdstat_(\\w+)[^:]*:calls=(\\d+)");
    private static final int MASTERS = 3;
    private static final int SLOTS = 16384;
    /** Redis Cluster talks ten thousand above the port. */
    private static final int HIGHEST_PORT = 65_535 - 10_000;

    private static final long PATIENCE = 20_000_000_000L;

    private final Topology topology;
    private final List<Integer> ports = new ArrayList<>();
    private final List<RedisServer> servers = new ArrayList<>();
    private final List<RedisConnection> connections = new ArrayList<>();

    /** @param directory if Redis shall have TLS, that of {@link Certificate#PLACE} */
    RedisUnderLoad(Path directory, Topology topology) throws IOException {
        this.topology = topology;
        var certificate = topology.tls() ? Optional.of(Certificate.make(directory)) : Optional.<Certificate>empty();
        for (var i = 0; i < (topology.cluster() ? MASTERS : 1); i++) {
            start(directory.resolve(Integer.toString(i)), certificate);
        }
        if (topology.cluster()) {
            join();
        }
    }

    /** With TLS it has a port for contestants, and one without for what is asked about it. */
    private void start(Path directory, Optional<Certificate> certificate) throws IOException {
        var port = freePort();
        var contestants = topology.tls() ? freePort() : port;
        Files.deleteIfExists(directory.resolve("nodes.conf"));
        var server = RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("dir " + Files.createDirectories(directory))
                .setting("save \"\"")
                .setting("appendonly no")
                .setting("cluster-enabled " + (topology.cluster() ? "yes" : "no"));
        for (var setting : certificate.map(each -> each.settings(contestants)).orElse(List.of())) {
            server.setting(setting);
        }
        var built = server.build();
        built.start();
        ports.add(contestants);
        servers.add(built);
        connections.add(new RedisConnection(port));
    }

    private void join() throws IOException {
        for (var i = 0; i < MASTERS; i++) {
            var slots = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
            for (var slot = SLOTS * i / MASTERS; slot < SLOTS * (i + 1) / MASTERS; slot++) {
                slots.add(Integer.toString(slot));
            }
            connections.get(i).ask(slots.toArray(String[]::new));
            connection().ask("CLUSTER", "MEET", "127.0.0.1", ports.get(i).toString());
        }
        var begin = System.nanoTime();
        while (!isWhole()) {
            if (System.nanoTime() - begin > PATIENCE) {
                throw new IOException("The masters of the Redis Cluster did not find each other.");
            }
            Thread.onSpinWait();
        }
    }

    private boolean isWhole() throws IOException {
        for (var each : connections) {
            if (!each.ask("CLUSTER", "INFO").contains("cluster_state:ok")) {
                return false;
            }
        }
        return true;
    }

    private static int freePort() throws IOException {
        var port = 0;
        do {
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
        } while (port > HIGHEST_PORT);
        return port;
    }

    /** What Redis has counted so far. */
    record Counters(double cpuMillis, long bytes, long commands) {

        Counters since(Counters before) {
            return new Counters(cpuMillis - before.cpuMillis, bytes - before.bytes, commands - before.commands);
        }
    }

    Counters counters() throws IOException {
        var cpuMillis = 0.0;
        var bytes = 0L;
        var commands = 0L;
        for (var each : connections) {
            commands += calls(each.ask("INFO", "commandstats"));
            var cpu = each.ask("INFO", "cpu");
            var stats = each.ask("INFO", "stats");
            cpuMillis += 1000 * (number(cpu, "used_cpu_sys") + number(cpu, "used_cpu_user"));
            bytes += (long) (number(stats, "total_net_input_bytes") + number(stats, "total_net_output_bytes"));
        }
        return new Counters(cpuMillis, bytes, commands);
    }

    long usedMemory() throws IOException {
        return (long) number(connection().ask("INFO", "memory"), "used_memory");
    }

    private static double number(String info, String name) {
        var matcher = Pattern.compile("(?m)^" + name + ":([\\d.]+)").matcher(info);
        if (!matcher.find()) {
            throw new IllegalStateException("This Redis does not tell " + name + " in INFO.");
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static long calls(String commandStats) {
        var calls = CALLS.matcher(commandStats);
        var sum = 0L;
        while (calls.find()) {
            sum += calls.group(1).equals("info") ? 0 : Long.parseLong(calls.group(2));
        }
        return sum;
    }

    /** Of the one, or of the first; with TLS if contestants use that. */
    int port() {
        return ports.get(0);
    }

    String url() {
        return topology.url(port());
    }

    RedisConnection connection() {
        return connections.get(0);
    }

    String version() throws IOException {
        return connection().ask("INFO", "server").replaceFirst("(?s).*redis_version:(\\S+).*", "$1");
    }

    void flush() throws IOException {
        for (var each : connections) {
            each.ask("FLUSHALL");
            each.ask("SCRIPT", "FLUSH");
        }
    }

    @Override
    public void close() throws IOException {
        for (var each : connections) {
            each.close();
        }
        for (var each : servers) {
            each.stop();
        }
    }
}
