package org.vedfolnir.session.store.redis.health;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Stops calls to a Redis that does not answer, so that requests fail in milliseconds and not after the timeout: after
 * two failed operations in a row it rejects all for a second, then admits a trial. Thread-safe.
 */
public final class CircuitBreaker {

    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int FAILURES = 2;

    private final LongSupplier nanoTime;
    // each operation reads it without the lock in the normal case
    private volatile int failures;
    private long openUntil;

    public CircuitBreaker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether an operation may call Redis. */
    public enum Permit {
        GRANTED,
        /** The one trial in a second while it is open. Its holder reports the result, or returns it. */
        TRIAL,
        DENIED
    }

    public Permit acquire() {
        return failures < FAILURES ? Permit.GRANTED : trial();
    }

    /** A trial without a reported result delays the next one for a second, not forever. */
    private synchronized Permit trial() {
        var now = nanoTime.getAsLong();
        if (failures < FAILURES) {
            return Permit.GRANTED;
        } else if (now - openUntil < 0) {
            return Permit.DENIED;
        }
        openUntil = now + PAUSE.toNanos();
        return Permit.TRIAL;
    }

    /** Returns a trial without a result: the next operation may have it at once. */
    public synchronized void release() {
        openUntil = nanoTime.getAsLong();
    }

    public boolean isOpen() {
        return failures >= FAILURES;
    }

    public void succeeded() {
        if (failures > 0) {
            close();
        }
    }

    private synchronized void close() {
        failures = 0;
    }

    /** @return whether this opened it */
    public synchronized boolean failed() {
        failures = Math.min(FAILURES, failures) + 1;
        openUntil = nanoTime.getAsLong() + PAUSE.toNanos();
        return failures == FAILURES;
    }
}
