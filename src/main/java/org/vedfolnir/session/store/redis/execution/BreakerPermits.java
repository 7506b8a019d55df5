package org.vedfolnir.session.store.redis.execution;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.redis.health.CircuitBreaker.Permit;

/**
 * The circuit breakers' permits of one operation: one permit of each Redis that it calls, however often, and one result
 * for each. Used by one thread.
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
                redis.breaker().release();
            }
        }
    }

    /** Whether the operation may call this Redis. */
    boolean admits(RedisMaster redis) {
        if (of(redis) != null) {
            return true;
        }
        var permit = redis.breaker().acquire();
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

    /** Reports success at once, so that other operations need not wait for the end of this one. */
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

    /** Returns the trial of a Redis without a result, because this thread was interrupted or another Redis was away. */
    void settle() {
        permits.forEach(Held::settle);
    }
}
