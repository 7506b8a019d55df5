package org.vedfolnir.session.store.redis.client;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The cause of recent connection failures. A command that waits for a reply only sees that none arrived. Thread-safe.
 */
public final class LastConnectionFailure {

    private static final long LATELY = TimeUnit.SECONDS.toNanos(5);

    private final LongSupplier nanoTime;
    private volatile @Nullable Noted last;

    private record Noted(Throwable cause, long nanos) {}

    public LastConnectionFailure(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void note(Throwable cause) {
        last = new Noted(cause, nanoTime.getAsLong());
    }

    /** Returns the recent cause, if there is one; otherwise the caller's own failure. */
    @Nullable
    public Throwable causeOf(@Nullable Throwable seen) {
        var recent = last;
        return recent != null && nanoTime.getAsLong() - recent.nanos() < LATELY ? recent.cause() : seen;
    }
}
