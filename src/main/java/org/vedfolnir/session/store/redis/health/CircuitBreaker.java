package org.vedfolnir.session.store.redis.health;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Stops asking one Redis that does not answer, so that requests fail in milliseconds and not at their deadline: after two failed
 * operations in a row it lets none pass for a second, then one to see. Thread-safe.
 */
public final class CircuitBreaker {

    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int FAILURES = 2;

    private final LongSupplier nanoTime;
    // read without the lock by every operation while all is well
    private volatile int failures;
    private long openUntil;

    public CircuitBreaker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether an operation may try. */
    public enum Permit {
        GRANTED,
        /** The one try in a second while it is open: whoever has it says how it went, or gives it back. */
        TRIAL,
        DENIED
    }

    public Permit ask() {
        return failures < FAILURES ? Permit.GRANTED : trial();
    }

    /** Whoever takes the trial and is never heard of again holds the others up for a second, not for ever. */
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

    /** The trial showed nothing: the next operation may have it at once. */
    public synchronized void giveBack() {
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
