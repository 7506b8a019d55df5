package org.vedfolnir.session.store.redis.script;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock of Redis, as its answers tell it, carried on between them by this machine's monotonic clock: a node whose time of day is
 * wrong, or is set while it runs, still knows the store's. Thread-safe.
 */
public final class StoreClock {

    private final LongSupplier nanoTime;
    private final LongSupplier redis;
    private volatile @Nullable Reading last;

    private record Reading(long now, long nanos) {}

    /** @param redis asks Redis for its time, in ms since 1970 */
    public StoreClock(LongSupplier nanoTime, LongSupplier redis) {
        this.nanoTime = nanoTime;
        this.redis = redis;
    }

    /** Takes what an answer said, ms since 1970, and returns it. */
    public long told(long now) {
        last = new Reading(now, nanoTime.getAsLong());
        return now;
    }

    /** In ms since 1970. Costs a round trip until an answer came. */
    public long now() {
        var reading = last;
        return reading == null
                ? told(redis.getAsLong())
                : reading.now() + TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - reading.nanos());
    }
}
