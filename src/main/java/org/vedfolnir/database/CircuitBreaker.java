package org.vedfolnir.database;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fails calls at once while the database is unreachable, except for one trial at a time, so that not every thread of
 * the server waits. Thread-safe.
 */
final class CircuitBreaker {

    private static final System.Logger LOG = System.getLogger(CircuitBreaker.class.getName());
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();
    /** A trial that does not return blocks the next one for this time only. */
    private static final long LONGEST_TRY = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;
    private final Runnable onUnreachable;
    private final AtomicBoolean open = new AtomicBoolean();
    private final AtomicLong nextTry = new AtomicLong();

    /** @param onUnreachable is called each time that the database was not reached */
    CircuitBreaker(LongSupplier nanoTime, Runnable onUnreachable) {
        this.nanoTime = nanoTime;
        this.onUnreachable = onUnreachable;
    }

    /** @throws DatabaseUnavailableException if the database was unreachable a moment ago; the work was not started */
    <T extends @Nullable Object> T call(Supplier<T> work) {
        if (open.get() && !mayTry()) {
            throw new DatabaseUnavailableException();
        }
        try {
            var result = work.get();
            close();
            return result;
        } catch (RuntimeException e) {
            if (DatabaseUnavailability.isUnreachable(e)) {
                open(e);
            } else {
                close();
            }
            throw e;
        }
    }

    private boolean mayTry() {
        var at = nextTry.get();
        var now = nanoTime.getAsLong();
        return now - at >= 0 && nextTry.compareAndSet(at, now + LONGEST_TRY);
    }

    private void open(RuntimeException reason) {
        onUnreachable.run();
        nextTry.set(nanoTime.getAsLong() + PAUSE);
        if (!open.getAndSet(true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "DEGRADED: the database is unreachable ({0}). Requests that need it get a 503 until it is"
                            + " reachable; sessions are not affected.",
                    DatabaseUnavailability.reason(reason));
        }
    }

    private void close() {
        if (open.getAndSet(false)) {
            LOG.log(System.Logger.Level.INFO, "The database is reachable again.");
        }
    }
}
