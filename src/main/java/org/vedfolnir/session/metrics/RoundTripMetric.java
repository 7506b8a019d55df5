package org.vedfolnir.session.metrics;

import java.time.Duration;
import java.util.stream.DoubleStream;
import org.vedfolnir.session.store.meter.Latency;

/** The histogram of round trips to the store. */
public final class RoundTripMetric {

    public static final String NAME = "vedfolnir_session_store_round_trip_seconds";
    public static final String MEANING =
            "Round trips to Redis that got a reply, from sending a script until its reply. A request that opens a session costs one.";

    private static final double[] BOUNDS = {
        0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, Double.POSITIVE_INFINITY
    };

    private RoundTripMetric() {}

    static double[] bounds() {
        return BOUNDS.clone();
    }

    /** Returns how many calls fall into each bucket, not cumulated. */
    static long[] counts(Latency latency) {
        var cumulated = DoubleStream.of(BOUNDS)
                .mapToLong(bound -> Double.isInfinite(bound)
                        ? latency.count()
                        : latency.below(Duration.ofNanos(Math.round(bound * 1e9))))
                .toArray();
        var counts = cumulated.clone();
        for (var bucket = 1; bucket < counts.length; bucket++) {
            counts[bucket] -= cumulated[bucket - 1];
        }
        return counts;
    }
}
