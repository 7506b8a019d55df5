package org.vedfolnir.database;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * After the database could not be reached, fails calls at once, except for one at a time that tries again: otherwise every thread of the server would
 * wait. Thread-safe.
 */
final class CircuitBreaker {

    private static final System.Logger LOG = System.getLogger(CircuitBreaker.class.getName());
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();
    /** Who tries and never comes back is not waited for. */
    private static final long LONGEST_TRY = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;
    private final Runnable onUnreachable;
    private final AtomicBoolean open = new AtomicBoolean();
    private final AtomicLong nextTry = new AtomicLong();

    /** @param onUnreachable is told each time that the database was not reached */
    CircuitBreaker(LongSupplier nanoTime, Runnable onUnreachable) {
        this.nanoTime = nanoTime;
        this.onUnreachable = onUnreachable;
    }

    /** @throws DatabaseUnavailableException when the database was not reached a moment ago; the work was not begun then */
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
                    "DEGRADED: the database is not reached ({0}). What needs it is answered 503 until it is; sessions go on.",
                    DatabaseUnavailability.reason(reason));
        }
    }

    private void close() {
        if (open.getAndSet(false)) {
            LOG.log(System.Logger.Level.INFO, "The database is reached again.");
        }
    }
}
