package org.vedfolnir.session.store.redis.client;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Why connections failed lately. Who waits for an answer learns only that none came. Thread-safe. */
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

    /** What failed lately; else what the caller saw itself. */
    @Nullable
    public Throwable behind(@Nullable Throwable seen) {
        var noted = last;
        return noted != null && nanoTime.getAsLong() - noted.nanos() < LATELY ? noted.cause() : seen;
    }
}
