package org.vedfolnir.session.store.redis.execution;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.failure.StoreRefusedException;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.meter.StoreCount;
import org.vedfolnir.session.store.redis.client.LastConnectionFailure;
import org.vedfolnir.session.store.redis.client.RedisCredentialsResolver;
import org.vedfolnir.session.store.redis.client.ReplicaAck;
import org.vedfolnir.session.store.redis.error.OutageExceptions;
import org.vedfolnir.session.store.redis.error.OutageReason;
import org.vedfolnir.session.store.redis.error.Refusal;
import org.vedfolnir.session.store.redis.health.CircuitBreaker;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * Chooses the Redis for a script, and records the result: in circuit breakers, in the log, in the login. Thread-safe.
 */
final class Dispatcher {

    private final RedisTopology topology;
    private final RedisSettings settings;
    private final RedisCredentialsResolver credentials;
    private final LastConnectionFailure lastFailure;
    private final OutageExceptions outages;
    private final ReplyAwaiter replies;

    Dispatcher(
            RedisTopology topology,
            RedisSettings settings,
            RedisCredentialsResolver credentials,
            LastConnectionFailure lastFailure) {
        this.topology = topology;
        this.settings = settings;
        this.credentials = credentials;
        this.lastFailure = lastFailure;
        this.outages = new OutageExceptions(settings);
        this.replies = new ReplyAwaiter(settings, credentials, outages);
    }

    /** Waits for the reply, and follows redirections. */
    Object await(Delivery delivery, CompletableFuture<Object> sent, BreakerPermits permits, long until)
            throws DeliveryException {
        return replies.await(delivery, sent, permits, until);
    }

    /** Whether a replica has what a script that has replied wrote. */
    ReplicaAck copied(Delivery delivery) {
        return replies.copied(delivery);
    }

    /**
     * Returns the Redis to begin with.
     *
     * @param silent one that did not answer: if it still has these keys, another one of its cluster may know its
     *     successor
     */
    RedisMaster first(Delivery delivery, BreakerPermits permits, @Nullable RedisMaster silent) {
        var serving = serving(delivery.call().keys());
        if (serving != silent && permits.admits(serving)) {
            return serving;
        }
        var guide = topology.guide(serving).filter(permits::admits);
        if (guide.isEmpty() && !permits.admits(serving)) {
            settings.meter().count(StoreCount.DENIED);
            throw outages.unavailable(serving.place(), null);
        }
        return guide.orElse(serving);
    }

    private RedisMaster serving(List<byte[]> keys) {
        var connecting = topology.connecting();
        if (connecting != null && connecting.acquire() == CircuitBreaker.Permit.DENIED) {
            settings.meter().count(StoreCount.DENIED);
            throw unavailable(null);
        }
        return found(keys).orElseThrow(() -> outages.unserved(topology.slot(keys)));
    }

    private Optional<RedisMaster> found(List<byte[]> keys) {
        try {
            return topology.of(keys);
        } catch (RuntimeException e) {
            // Redisson connects at the first call, and fails in many ways
            settings.meter().count(StoreCount.NOT_CONNECTED);
            credentials.failed(e);
            topology.notConnected(OutageReason.of(lastFailure.causeOf(e)));
            throw unavailable(e);
        }
    }

    /** Records a failure and returns the exception for the caller. */
    StoreUnavailableException failure(Delivery delivery, DeliveryException failed, BreakerPermits permits) {
        var cause = failed.reason();
        var refusal = Refusal.of(cause);
        if (refusal.isPresent()) {
            replies.succeeded(delivery, permits);
            settings.meter().count(StoreCount.REFUSED);
            return refused(delivery, refusal.get());
        }
        credentials.failed(cause);
        if (!(cause instanceof TimeoutException)) {
            settings.meter().count(StoreCount.NOT_CONNECTED);
        }
        if (!failed.redirected() && !OutageReason.isOfOneSlot(cause)) {
            permits.failed(delivery.at(), OutageReason.of(lastFailure.causeOf(cause)));
        }
        return outages.unavailable(delivery.at().place(), cause);
    }

    private static StoreRefusedException refused(Delivery delivery, Refusal refusal) {
        var redis = delivery.at();
        redis.refusals().note(delivery.call().script(), refusal);
        return new StoreRefusedException(
                refusal.sentence(redis.place()), refusal.kind().readable());
    }

    long deadline() {
        return System.nanoTime() + settings.requestBudget().toNanos();
    }

    StoreUnavailableException unavailable(@Nullable Throwable cause) {
        return outages.unavailable(settings.place(), cause);
    }
}
