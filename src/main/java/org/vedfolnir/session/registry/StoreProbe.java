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
 * Probes the store by reading a session that does not exist: this measures what a request costs. Thread-safe.
 *
 * @param monitor has the other known problems
 * @param nanoTime the monotonic clock
 */
record StoreProbe(Store store, StoreHealthMonitor monitor, LongSupplier nanoTime) {

    /** Sessions that do not exist, on several servers if the store has several. */
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

    /** A store of several servers is up if one of them answers; others that are away are a concern. */
    private boolean answers() {
        var probed = MISSING.stream()
                .filter(store.placement()::isInReach)
                .findFirst()
                .orElse(MISSING.get(0));
        try {
            store.sessions().peek(probed);
            return true;
        } catch (StoreRefusedException e) {
            return e.readable(); // Redis replies "no such session" after a write only; an existing session could be
            // read
        } catch (StoreUnavailableException e) {
            return anotherAnswers(probed);
        }
    }

    private boolean anotherAnswers(SessionId probed) {
        var elsewhere = MISSING.stream()
                .filter(each -> !store.placement().inOneStep(probed, each))
                .toList();
        try {
            return !store.index().statuses(elsewhere).isEmpty();
        } catch (StoreUnavailableException e) {
            return false;
        }
    }
}
