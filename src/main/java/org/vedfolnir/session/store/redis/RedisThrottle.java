package org.vedfolnir.session.store.redis;

import org.vedfolnir.session.store.Throttle;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.script.ThrottleScripts;

/** Throttles in Redis, with a key for each bucket. Thread-safe. */
record RedisThrottle(ScriptRunner runner, ThrottleScripts scripts) implements Throttle {

    /** Repeated if its reply is lost: the attempt may then count twice, but is never permitted uncounted. */
    @Override
    public long attempt(String bucket, BackoffPolicy policy) {
        return ThrottleScripts.remaining(runner.executeIdempotent(scripts.attempt(bucket, policy)));
    }

    @Override
    public void refund(String bucket) {
        runner.executeOnce(scripts.refundOne(bucket));
    }

    @Override
    public void forget(String bucket) {
        runner.executeIdempotent(scripts.refundAll(bucket));
    }
}
