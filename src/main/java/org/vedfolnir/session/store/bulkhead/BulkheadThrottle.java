package org.vedfolnir.session.store.bulkhead;

import org.vedfolnir.session.store.Throttle;

/** A throttle behind a bulkhead. */
record BulkheadThrottle(Throttle throttle, Bulkhead bulkhead) implements Throttle {

    @Override
    public long attempt(String bucket, BackoffPolicy policy) {
        return bulkhead.call(() -> throttle.attempt(bucket, policy));
    }

    @Override
    public void refund(String bucket) {
        bulkhead.run(() -> throttle.refund(bucket));
    }

    @Override
    public void forget(String bucket) {
        bulkhead.run(() -> throttle.forget(bucket));
    }
}
