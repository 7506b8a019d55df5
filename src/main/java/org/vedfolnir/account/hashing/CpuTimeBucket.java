package org.vedfolnir.account.hashing;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A token bucket of processor time for strangers' hashes: it fills with a share of one or more processors, up to a burst. A hash may begin while
 * anything is left and is charged when it ends, so the bucket can go below zero. It starts full. Thread-safe.
 */
final class CpuTimeBucket {

    /** A hash takes ten times as long until the code is compiled: the first sign-ins at a fresh node are not charged for that. */
    private static final long MOST = Duration.ofMillis(200).toNanos();

    private final long burst;
    private final double share;
    private final LongSupplier clock;
    private double left;
    private long filled;

    /**
     * The two are what a sign-in costs in all: many at once may take the burst, and a storm goes on with the share.
     *
     * @param burst processor time
     * @param share processors, such as 0.25 for a quarter of one
     * @param clock nanoseconds that pass, as {@link System#nanoTime}
     */
    CpuTimeBucket(Duration burst, double share, LongSupplier clock) {
        if (burst.isNegative() || burst.isZero() || !(share > 0)) {
            throw new IllegalArgumentException("The burst is " + burst + " and the share of processors " + share
                    + ". Both must be above 0, or no stranger could sign in.");
        }
        this.burst = burst.toNanos();
        this.share = share;
        this.clock = clock;
        this.left = this.burst;
        this.filled = clock.getAsLong();
    }

    /** How long until a hash may begin; zero when one may now. */
    synchronized Duration delay() {
        fill();
        return left > 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil((1 - left) / share));
    }

    /** @param processorTime nanoseconds that a hash took; 200 ms at most are paid */
    synchronized void pay(long processorTime) {
        fill();
        left -= Math.min(processorTime, MOST);
    }

    private void fill() {
        var now = clock.getAsLong();
        left = Math.min(burst, left + (now - filled) * share);
        filled = now;
    }
}
