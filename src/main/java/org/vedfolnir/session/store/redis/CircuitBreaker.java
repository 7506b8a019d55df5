package org.vedfolnir.session.store.redis;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Stops asking a store that does not answer, so that requests fail in milliseconds and not at their deadline: after two failed
 * operations in a row it lets none pass for a second, then one to see. Thread-safe.
 */
final class CircuitBreaker {

    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int FAILURES = 2;

    private final LongSupplier nanoTime;
    // read without the lock by every operation while all is well
    private volatile int failures;
    private long openUntil;

    CircuitBreaker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether an operation may try; while open, one in a second may. */
    boolean allows() {
        return failures < FAILURES || oneMay();
    }

    private synchronized boolean oneMay() {
        var now = nanoTime.getAsLong();
        if (now - openUntil < 0) {
            return false;
        }
        openUntil = now + PAUSE.toNanos();
        return true;
    }

    boolean isOpen() {
        return failures >= FAILURES;
    }

    void succeeded() {
        if (failures > 0) {
            close();
        }
    }

    private synchronized void close() {
        failures = 0;
    }

    /** @return whether this opened it */
    synchronized boolean failed() {
        failures = Math.min(FAILURES, failures) + 1;
        openUntil = nanoTime.getAsLong() + PAUSE.toNanos();
        return failures == FAILURES;
    }
}
