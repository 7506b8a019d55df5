package org.vedfolnir.session.registry;

import java.time.Duration;
import org.vedfolnir.session.admin.Attempts;
import org.vedfolnir.session.store.AttemptStore;

/** The tries of the store, as an application counts them. Thread-safe. */
record ClusterAttempts(AttemptStore store) implements Attempts {

    @Override
    public Duration attempt(String lane, Waits waits) {
        return Duration.ofMillis(store.attempt(
                lane,
                new AttemptStore.Waits(
                        waits.free(),
                        waits.first().toMillis(),
                        waits.longest().toMillis(),
                        waits.remembered().toMillis())));
    }

    @Override
    public void pardon(String lane) {
        store.pardon(lane);
    }

    @Override
    public void forget(String lane) {
        store.forget(lane);
    }
}
