package org.vedfolnir.session.registry;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.vedfolnir.session.admin.StoreHealth;
import org.vedfolnir.session.engine.health.StoreHealthMonitor;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.failure.StoreRefusedException;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Asks the store for a session that there is not: what is measured is what a request costs. Thread-safe.
 *
 * @param monitor knows what else there is to report
 * @param nanoTime the monotonic clock
 */
record StoreProbe(Store store, StoreHealthMonitor monitor, LongSupplier nanoTime) {

    /** Sessions that do not exist, on several servers where the store has several. */
    private static final List<SessionId> MISSING = IntStream.range(0, 12)
            .mapToObj(each -> new SessionId("health-health-health-health-" + each))
            .toList();

    StoreHealth health() {
        var began = nanoTime.getAsLong();
        var up = answers();
        var roundTrip = Duration.ofNanos(nanoTime.getAsLong() - began);
        var last = monitor.last();
        return new StoreHealth(
                up,
                roundTrip,
                last.concerns().stream().map(Concern::sentence).toList(),
                last.concerns().stream().map(Concern::summary).distinct().toList(),
                last.notes(),
                last.events().lost());
    }

    /** A store of several servers serves as long as one of them does: that others are away is a concern. */
    private boolean answers() {
        var asked = MISSING.stream()
                .filter(store.placement()::isInReach)
                .findFirst()
                .orElse(MISSING.get(0));
        try {
            store.sessions().peek(asked);
            return true;
        } catch (StoreRefusedException e) {
            return e.readable(); // the answer "there is no such session" takes a write; a session that exists would be
            // read
        } catch (StoreUnavailableException e) {
            return anotherAnswers(asked);
        }
    }

    private boolean anotherAnswers(SessionId asked) {
        var elsewhere = MISSING.stream()
                .filter(each -> !store.placement().inOneStep(asked, each))
                .toList();
        try {
            return !store.index().statuses(elsewhere).isEmpty();
        } catch (StoreUnavailableException e) {
            return false;
        }
    }
}
