package org.vedfolnir.session.store.meter;

import java.time.Duration;

/** How long calls took, at one time. Immutable. */
public final class Latency {

    private final long[] counts;
    private final long sum;
    private final long longest;

    /**
     * @param counts by the buckets of {@link LatencyHistogram}; not changed any more
     * @param sum in ns, like {@code longest}
     */
    Latency(long[] counts, long sum, long longest) {
        this.counts = counts;
        this.sum = sum;
        this.longest = longest;
    }

    public long count() {
        return upTo(counts.length);
    }

    private long upTo(int end) {
        var all = 0L;
        for (var bucket = 0; bucket < end; bucket++) {
            all += counts[bucket];
        }
        return all;
    }

    public Duration sum() {
        return Duration.ofNanos(sum);
    }

    public Duration longest() {
        return Duration.ofNanos(longest);
    }

    /**
     * Returns the time within which a share of the calls got a reply, up to a tenth too long; zero if there were none.
     *
     * @param share 0 to 1, as in 0.99
     */
    public Duration percentile(double share) {
        var rank = Math.max(1, (long) Math.ceil(share * count()));
        var seen = 0L;
        for (var bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= rank) {
                return Duration.ofNanos(Math.min(LatencyHistogram.end(bucket), longest));
            }
        }
        return Duration.ZERO;
    }

    /** Returns how many calls took less than this; exact for 1, 2.5 or 5 times a power of ten from 10 µs to 10 s. */
    public long below(Duration bound) {
        return upTo(LatencyHistogram.bucket(bound.toNanos()));
    }
}
