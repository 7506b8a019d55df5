package org.vedfolnir.session.store.redis;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock of Redis, as its answers tell it, carried on between them by this machine's monotonic clock: a node whose time of day is
 * wrong, or is set while it runs, still knows the store's. Thread-safe.
 */
final class StoreClock {

    private final LongSupplier nanoTime;
    private volatile @Nullable Reading last;

    private record Reading(long now, long nanos) {}

    StoreClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes what an answer said, ms since 1970, and returns it. */
    long told(long now) {
        last = new Reading(now, nanoTime.getAsLong());
        return now;
    }

    /** Empty until an answer came. */
    OptionalLong now() {
        var reading = last;
        return reading == null
                ? OptionalLong.empty()
                : OptionalLong.of(
                        reading.now() + TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - reading.nanos()));
    }
}
