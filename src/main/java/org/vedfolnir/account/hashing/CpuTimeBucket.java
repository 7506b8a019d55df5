package org.vedfolnir.account.hashing;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A token bucket of processor time for hashes of strangers. It fills with a share of the processors, up to a burst. A hash may begin while the bucket
 * is not empty and is charged when it ends, so the level can drop below zero. The bucket starts full. Thread-safe.
 */
final class CpuTimeBucket {

    /** The maximum charge for one hash, in nanoseconds: until the JIT has compiled the code, a hash takes ten times as long. */
    private static final long MOST = Duration.ofMillis(200).toNanos();

    private final long burst;
    private final double share;
    private final LongSupplier clock;
    private double left;
    private long filled;

    /**
     * Many sign-ins at once may use the burst; under sustained load, strangers get the share.
     *
     * @param burst processor time
     * @param share processors, such as 0.25 for a quarter of one
     * @param clock elapsed nanoseconds, as {@link System#nanoTime}
     */
    CpuTimeBucket(Duration burst, double share, LongSupplier clock) {
        if (burst.isNegative() || burst.isZero() || !(share > 0)) {
            throw new IllegalArgumentException("The burst is " + burst + " and the share of processors " + share
                    + ". Set both above 0, otherwise unknown browsers cannot sign in.");
        }
        this.burst = burst.toNanos();
        this.share = share;
        this.clock = clock;
        this.left = this.burst;
        this.filled = clock.getAsLong();
    }

    /** The time until the next hash may begin; zero if it may begin now. */
    synchronized Duration delay() {
        fill();
        return left > 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil((1 - left) / share));
    }

    /** @param processorTime nanoseconds that the hash took; at most 200 ms are charged */
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
