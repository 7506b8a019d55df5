package org.vedfolnir.session.store.redis.script;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock of Redis, as of its last reply, continued by this machine's monotonic clock: independent of this node's
 * time of day. Thread-safe.
 */
public final class StoreClock {

    private final LongSupplier nanoTime;
    private final LongSupplier redis;
    private volatile @Nullable Reading last;

    private record Reading(long now, long nanos) {}

    /** @param redis reads the time of Redis, in ms since 1970 */
    public StoreClock(LongSupplier nanoTime, LongSupplier redis) {
        this.nanoTime = nanoTime;
        this.redis = redis;
    }

    /** Stores and returns the time of a reply, ms since 1970. */
    public long update(long now) {
        last = new Reading(now, nanoTime.getAsLong());
        return now;
    }

    /** Returns the time in ms since 1970. Costs a round trip until the first reply has arrived. */
    public long now() {
        var reading = last;
        return reading == null
                ? update(redis.getAsLong())
                : reading.now() + TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - reading.nanos());
    }
}
