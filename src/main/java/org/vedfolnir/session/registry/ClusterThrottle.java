package org.vedfolnir.session.registry;

import java.time.Duration;
import org.vedfolnir.session.admin.Throttle;

/** The store's throttle, with durations instead of ms. Thread-safe. */
record ClusterThrottle(org.vedfolnir.session.store.Throttle store) implements Throttle {

    @Override
    public Duration attempt(String bucket, BackoffPolicy policy) {
        return Duration.ofMillis(store.attempt(
                bucket,
                new org.vedfolnir.session.store.Throttle.BackoffPolicy(
                        policy.free(),
                        policy.first().toMillis(),
                        policy.longest().toMillis(),
                        policy.remembered().toMillis())));
    }

    @Override
    public void refund(String bucket) {
        store.refund(bucket);
    }

    @Override
    public void forget(String bucket) {
        store.forget(bucket);
    }
}
