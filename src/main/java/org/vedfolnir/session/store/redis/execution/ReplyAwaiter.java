package org.vedfolnir.session.store.redis.execution;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.meter.StoreCount;
import org.vedfolnir.session.store.redis.client.RedisCredentialsResolver;
import org.vedfolnir.session.store.redis.client.ReplicaAck;
import org.vedfolnir.session.store.redis.error.OutageExceptions;
import org.vedfolnir.session.store.redis.error.TryAgainError;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/** Waits for Redis' reply to a script, each step within the command timeout. Thread-safe. */
record ReplyAwaiter(RedisSettings settings, RedisCredentialsResolver credentials, OutageExceptions outages) {

    /** Waits for the reply, and follows redirections. */
    Object await(Delivery delivery, CompletableFuture<Object> first, BreakerPermits permits, long until)
            throws DeliveryException {
        var sent = first;
        var since = delivery.sentAt();
        while (true) {
            try {
                var answer = await(sent, since);
                settings.meter().roundTrip(System.nanoTime() - since);
                succeeded(delivery, permits);
                delivery.at().refusals().answered(delivery.call().script(), answer);
                return answer;
            } catch (TimeoutException e) {
                settings.meter().count(StoreCount.TIMED_OUT);
                throw new DeliveryException(e, false);
            } catch (ExecutionException e) {
                var failure = e.getCause() == null ? e : e.getCause();
                if (!Delivery.isRetryable(failure)) {
                    throw new DeliveryException(failure, false);
                }
                succeeded(delivery, permits);
                settings.meter().count(StoreCount.REDIRECTED);
                sent = next(delivery, failure, permits, until);
                since = delivery.sentAt();
            }
        }
    }

    /** Whether a replica has what a script that has replied wrote. */
    ReplicaAck copied(Delivery delivery) {
        try {
            return await(delivery.copied(), delivery.sentAt());
        } catch (TimeoutException | ExecutionException e) {
            return ReplicaAck.NO_REPLICA;
        }
    }

    /** Records that Redis serves, whatever the reply. */
    void succeeded(Delivery delivery, BreakerPermits permits) {
        credentials.succeeded();
        permits.answered(delivery.at());
    }

    private CompletableFuture<Object> next(Delivery delivery, Throwable failure, BreakerPermits permits, long until)
            throws DeliveryException {
        var next = System.nanoTime() - until < 0 ? delivery.nextOrFailed(failure) : null;
        if (next == null) {
            throw new DeliveryException(delivery.obstacle(failure), true);
        }
        if (TryAgainError.is(failure)) {
            LockSupport.parkNanos(Delivery.pause());
        }
        var to = named(next);
        if (!permits.admits(to)) {
            throw outages.unavailable(to.place(), null);
        }
        return delivery.to(to);
    }

    /** Waits until the name of the server is resolved. */
    private RedisMaster named(CompletableFuture<RedisMaster> next) throws DeliveryException {
        try {
            return await(next, System.nanoTime());
        } catch (TimeoutException | ExecutionException e) {
            throw new DeliveryException(e.getCause() == null ? e : e.getCause(), true);
        }
    }

    /** @throws StoreUnavailableException if this thread is interrupted, and only then */
    private <T> T await(CompletableFuture<T> answer, long since) throws TimeoutException, ExecutionException {
        try {
            var left = settings.commandTimeout().toNanos() - (System.nanoTime() - since);
            return answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw outages.unavailable(settings.place(), e);
        }
    }
}
