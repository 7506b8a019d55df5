package org.vedfolnir.session.store.bulkhead;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Lets only some threads wait for a store at once, so that a slow one leaves the others of the container to pages that need no
 * session. Whoever finds all places taken is told within {@link #PATIENCE} that the store is unavailable. Thread-safe.
 */
final class Bulkhead {

    /** A store that is well gives many places back in this time; one that is slow gives none. */
    static final Duration PATIENCE = Duration.ofMillis(50);

    private static final System.Logger LOG = System.getLogger(Bulkhead.class.getName());

    private final int most;
    private final Semaphore places;
    private final AtomicBoolean full = new AtomicBoolean();

    /** @param most threads that may wait for the store at once */
    Bulkhead(int most) {
        this.most = most;
        this.places = new Semaphore(most);
    }

    <T> T call(Supplier<T> step) {
        enter();
        try {
            return step.get();
        } finally {
            places.release();
        }
    }

    void run(Runnable step) {
        call(() -> {
            step.run();
            return true;
        });
    }

    private void enter() {
        if (places.tryAcquire()) {
            if (full.get() && places.availablePermits() > most / 2 && full.compareAndSet(true, false)) {
                LOG.log(System.Logger.Level.INFO, "The store is fast enough again.");
            }
            return;
        }
        try {
            if (places.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw refused();
    }

    private StoreUnavailableException refused() {
        var message = "The store is slow: " + most
                + " threads wait for it already (maxStoreThreads), so this request does not."
                + " The session may still exist. Look at the load of the store and at the network.";
        if (full.compareAndSet(false, true)) {
            LOG.log(System.Logger.Level.WARNING, "DEGRADED: {0}", message);
        }
        return new StoreUnavailableException(message, Duration.ofSeconds(1), null);
    }
}
