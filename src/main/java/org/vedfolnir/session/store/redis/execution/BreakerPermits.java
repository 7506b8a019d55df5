package org.vedfolnir.session.store.redis.execution;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.redis.health.CircuitBreaker.Permit;

/**
 * What one operation learns of each Redis that it asks: it has one permit of each circuit breaker, however often it asks, and each is told
 * once how it went. Used by one thread.
 */
final class BreakerPermits {

    private final List<Held> permits = new ArrayList<>(1);

    private static final class Held {
        private final RedisMaster redis;
        private final Permit permit;
        private boolean answered;
        private @Nullable String failed;

        private Held(RedisMaster redis, Permit permit) {
            this.redis = redis;
            this.permit = permit;
        }

        private void settle() {
            if (failed != null) {
                redis.failed(failed);
            } else if (!answered && permit == Permit.TRIAL) {
                redis.breaker().giveBack();
            }
        }
    }

    /** Whether this Redis may be asked. */
    boolean admits(RedisMaster redis) {
        if (of(redis) != null) {
            return true;
        }
        var permit = redis.breaker().ask();
        if (permit == Permit.DENIED) {
            return false;
        }
        permits.add(new Held(redis, permit));
        return true;
    }

    private @Nullable Held of(RedisMaster redis) {
        for (var each : permits) {
            if (each.redis == redis) {
                return each;
            }
        }
        return null;
    }

    /** It serves: others need not wait for the end of this operation. */
    void answered(RedisMaster redis) {
        redis.answered();
        var held = of(redis);
        if (held != null) {
            held.answered = true;
            held.failed = null;
        }
    }

    void failed(RedisMaster redis, String reason) {
        var held = of(redis);
        if (held != null) {
            held.failed = reason;
        }
    }

    /** Where nothing was learned of a Redis, because this thread was interrupted or another one was away, the trial is given back. */
    void settle() {
        permits.forEach(Held::settle);
    }
}
