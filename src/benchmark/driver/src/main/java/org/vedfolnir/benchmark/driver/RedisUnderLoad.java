package org.vedfolnir.benchmark.driver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import redis.embedded.RedisServer;

/** The one Redis of a run: a real process that keeps nothing on disk. */
final class RedisUnderLoad implements AutoCloseable {

    private static final Pattern CALLS = Pattern.compile("cmdstat_(\\w+)[^:]*:calls=(\\d+)");

    private final int port;
    private final RedisServer server;
    private final RedisConnection connection;

    RedisUnderLoad(Path directory) throws IOException {
        port = freePort();
        server = RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("dir " + Files.createDirectories(directory))
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        server.start();
        connection = new RedisConnection(port);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What Redis has counted so far. */
    record Counters(double cpuMillis, long bytes, long commands) {

        Counters since(Counters before) {
            return new Counters(cpuMillis - before.cpuMillis, bytes - before.bytes, commands - before.commands);
        }
    }

    Counters counters() throws IOException {
        var commands = connection.ask("INFO", "commandstats");
        var cpu = connection.ask("INFO", "cpu");
        var stats = connection.ask("INFO", "stats");
        return new Counters(
                1000 * (number(cpu, "used_cpu_sys") + number(cpu, "used_cpu_user")),
                (long) (number(stats, "total_net_input_bytes") + number(stats, "total_net_output_bytes")),
                calls(commands));
    }

    long usedMemory() throws IOException {
        return (long) number(connection.ask("INFO", "memory"), "used_memory");
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

    int port() {
        return port;
    }

    String url() {
        return url(port);
    }

    static String url(int port) {
        return "redis://127.0.0.1:" + port + "/0";
    }

    RedisConnection connection() {
        return connection;
    }

    String version() throws IOException {
        return connection.ask("INFO", "server").replaceFirst("(?s).*redis_version:(\\S+).*", "$1");
    }

    void flush() throws IOException {
        connection.ask("FLUSHALL");
        connection.ask("SCRIPT", "FLUSH");
    }

    @Override
    public void close() throws IOException {
        connection.close();
        server.stop();
    }
}
