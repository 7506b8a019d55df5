package org.vedfolnir.session.registry;

import java.time.Duration;
import org.vedfolnir.session.admin.Attempts;
import org.vedfolnir.session.store.Throttle;

/** The tries of the store, as an application counts them. Thread-safe. */
record ClusterAttempts(Throttle store) implements Attempts {

    @Override
    public Duration attempt(String lane, Waits waits) {
        return Duration.ofMillis(store.attempt(
                lane,
                new Throttle.BackoffPolicy(
                        waits.free(),
                        waits.first().toMillis(),
                        waits.longest().toMillis(),
                        waits.remembered().toMillis())));
    }

    @Override
    public void pardon(String lane) {
        store.refund(lane);
    }

    @Override
    public void forget(String lane) {
        store.forget(lane);
    }
}
