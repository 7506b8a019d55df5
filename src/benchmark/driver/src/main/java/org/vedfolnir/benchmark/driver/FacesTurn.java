package org.vedfolnir.benchmark.driver;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** One contestant's server, and the one visitor that it has: all pages come one after the other. */
final class FacesTurn implements AutoCloseable {

    private final String name;
    private final String state;
    private final RedisUnderLoad redis;
    private final ServerProcess server;
    private final FacesVisitor visitor;

    FacesTurn(String name, String state, RedisUnderLoad redis, ServerProcess server) throws IOException {
        this.name = name;
        this.state = state;
        this.redis = redis;
        this.server = server;
        this.visitor = new FacesVisitor(name, server.port());
    }

    /** Asks for a page; answers how many ns it took. */
    private interface Asking {
        long page() throws IOException;
    }

    ServerProcess server() {
        return server;
    }

    String name() {
        return name;
    }

    void warmUp(int pages) throws IOException {
        for (var i = 0; i < pages; i++) {
            visitor.open();
            visitor.press();
        }
    }

    Sample open(int round, int pages) throws IOException {
        return measure(round, "open", pages, visitor::open);
    }

    /** Each press is of the page that the one before led to. */
    Sample press(int round, int pages) throws IOException {
        return measure(round, "press", pages, visitor::press);
    }

    private Sample measure(int round, String kind, int pages, Asking asking) throws IOException {
        visitor.comeBack();
        visitor.open();
        var countsBefore = visitor.counts();
        var redisBefore = redis.counters();
        var cpuBefore = server.cpuMillis();
        var took = new long[pages];
        for (var i = 0; i < pages; i++) {
            took[i] = asking.page();
        }
        var cpu = server.cpuMillis() - cpuBefore;
        var inRedis = redis.counters().since(redisBefore);
        var counts = visitor.counts();
        var figures = new LinkedHashMap<String, Double>(times(took));
        figures.put("server_cpu_ms", cpu / pages);
        figures.put("redis_cpu_ms", inRedis.cpuMillis() / pages);
        figures.put("redis_bytes", (double) inRedis.bytes() / pages);
        figures.put("redis_commands", (double) inRedis.commands() / pages);
        figures.put("state_written", (counts.written() - countsBefore.written()) / pages);
        figures.put("state_read", (counts.read() - countsBefore.read()) / pages);
        figures.put("page_bytes", (double) visitor.pageLength());
        figures.put("state_bytes", visitor.stateBytes());
        return new Sample(round, name, state + "-" + kind, figures);
    }

    private static Map<String, Double> times(long[] took) {
        Arrays.sort(took);
        return Map.of("p50_ms", quantile(took, 0.5), "p90_ms", quantile(took, 0.9));
    }

    private static double quantile(long[] sorted, double quantile) {
        return sorted[(int) Math.ceil(quantile * sorted.length) - 1] / 1e6;
    }

    @Override
    public void close() throws IOException {
        try (server) {
            visitor.close();
        }
    }
}
