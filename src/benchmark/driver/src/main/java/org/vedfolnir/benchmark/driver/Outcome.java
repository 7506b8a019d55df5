package org.vedfolnir.benchmark.driver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a load saw: filled by one thread, read when it is over. */
final class Outcome {

    private final List<String> cookies = new ArrayList<>();
    private long[] latencies = new long[4096];
    private int requests;
    private int errors;
    private long elapsed;
    private long generatorCpu;

    void answered(HttpConnection connection, long now) {
        if (requests == latencies.length) {
            latencies = Arrays.copyOf(latencies, 2 * requests);
        }
        latencies[requests++] = now - connection.sentFor();
        if (!connection.good()) {
            errors++;
        }
        var cookie = connection.cookie();
        if (cookie != null) {
            cookies.add(cookie);
        }
    }

    void finish(long elapsedNanos, long generatorCpuNanos) {
        elapsed = elapsedNanos;
        generatorCpu = generatorCpuNanos;
        latencies = Arrays.copyOf(latencies, requests);
        Arrays.sort(latencies);
    }

    int requests() {
        return requests;
    }

    /** Answers that were not 200, or did not say what they should. */
    int errors() {
        return errors;
    }

    List<String> cookies() {
        return cookies;
    }

    double perSecond() {
        return requests * 1e9 / elapsed;
    }

    /** The share of one core that making this load took. */
    double generatorShare() {
        return (double) generatorCpu / elapsed;
    }

    double latencyMillis(double quantile) {
        return requests == 0 ? 0 : latencies[(int) Math.min(requests - 1, Math.round(quantile * requests))] / 1e6;
    }
}
