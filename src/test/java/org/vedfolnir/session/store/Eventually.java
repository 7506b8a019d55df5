package org.vedfolnir.session.store;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits on a condition. */
public final class Eventually {

    private Eventually() {}

    /** Returns as soon as the condition holds. Fails if it does not hold within that time. */
    public static void within(Duration time, Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + time.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("The condition did not hold within " + time.toMillis() + " ms.");
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
