package org.vedfolnir.session.engine.health;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.diagnosis.StoreServer;

/**
 * Derives the state of the store from the last diagnosis and from the circuit breakers of its servers, and reports each
 * change once. Thread-safe.
 */
final class StoreStateTracker {

    private final Supplier<List<StoreServer>> servers;
    private final InstantSource clock;
    private final Consumer<StoreCondition> listener;
    private boolean answered = true;
    private List<String> concerns = List.of();
    private StoreCondition last;

    /**
     * @param servers does not access the store
     * @param listener is called for each change, on the thread that notices it
     */
    StoreStateTracker(Supplier<List<StoreServer>> servers, InstantSource clock, Consumer<StoreCondition> listener) {
        this.servers = servers;
        this.clock = clock;
        this.listener = listener;
        this.last = new StoreCondition(StoreState.UP, clock.instant(), List.of());
    }

    /** Records a diagnosis. */
    void diagnosed(List<Concern> found) {
        synchronized (this) {
            answered = true;
            concerns = found.stream().map(Concern::summary).distinct().toList();
        }
        condition();
    }

    /** Records that the store did not answer the diagnosis. */
    void silent() {
        synchronized (this) {
            answered = false;
        }
        condition();
    }

    StoreCondition condition() {
        var current = servers.get();
        StoreCondition now;
        synchronized (this) {
            now = next(current);
            if (now == last) {
                return last;
            }
            var isNews = now.state() != last.state();
            last = now;
            if (!isNews) {
                return now;
            }
        }
        listener.accept(now);
        return now;
    }

    /** The same object if nothing has changed. */
    private StoreCondition next(List<StoreServer> current) {
        var open = current.stream().filter(StoreServer::isOpen).count();
        var isDown = !answered || open > 0 && open == current.size();
        var reasons = isDown ? List.of("The store does not answer.") : reasons(open, current.size());
        var state = isDown ? StoreState.DOWN : reasons.isEmpty() ? StoreState.UP : StoreState.DEGRADED;
        if (state == last.state()) {
            return reasons.equals(last.reasons()) ? last : new StoreCondition(state, last.since(), reasons);
        }
        return new StoreCondition(state, clock.instant(), reasons);
    }

    private List<String> reasons(long open, int all) {
        return open == 0
                ? concerns
                : Stream.concat(
                                Stream.of(open + " of " + all + " servers of the store do not answer."),
                                concerns.stream())
                        .toList();
    }
}
