package org.vedfolnir.session.store.bulkhead;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Limits how many threads wait for a store at once, so that a slow store leaves the container's other threads to pages
 * that need no session. If all permits are in use, a call fails within {@link #PATIENCE} as unavailable. Thread-safe.
 */
final class Bulkhead {

    /** A healthy store releases many permits in this time; a slow one releases none. */
    static final Duration PATIENCE = Duration.ofMillis(50);

    private static final System.Logger LOG = System.getLogger(Bulkhead.class.getName());

    private final int most;
    private final Semaphore permits;
    private final AtomicBoolean full = new AtomicBoolean();

    /** @param most maximum number of threads that wait for the store at once */
    Bulkhead(int most) {
        this.most = most;
        this.permits = new Semaphore(most);
    }

    <T> T call(Supplier<T> step) {
        acquire();
        try {
            return step.get();
        } finally {
            permits.release();
        }
    }

    void run(Runnable step) {
        call(() -> {
            step.run();
            return true;
        });
    }

    private void acquire() {
        if (permits.tryAcquire()) {
            if (full.get() && permits.availablePermits() > most / 2 && full.compareAndSet(true, false)) {
                LOG.log(System.Logger.Level.INFO, "The store answers fast enough again: no request is rejected.");
            }
            return;
        }
        try {
            if (permits.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw rejection();
    }

    private StoreUnavailableException rejection() {
        if (full.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "DEGRADED: The store is slow: {0} threads already wait for it (maxStoreThreads), so further requests"
                            + " get a 503. Check the load of the store and the network.",
                    most);
        }
        return new StoreUnavailableException(
                "The store is slow: " + most
                        + " threads already wait for it (maxStoreThreads), so this request was rejected."
                        + " The session may still exist. Check the load of the store and the network.",
                Duration.ofSeconds(1),
                null);
    }
}
