package org.vedfolnir.session.store.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.vedfolnir.session.store.StoreUnavailableException;

/** Waits for what Redis answers to a script, each step of its way within the deadline of a command. Thread-safe. */
record Answers(RedisSettings settings, RedisCredentials credentials, Outages outages) {

    /** Waits for the answer, and follows a Redis that names another one. */
    Object of(Delivery delivery, CompletableFuture<Object> first, Passes passes, long until) throws DeliveryFailure {
        var sent = first;
        var since = delivery.sentAt();
        while (true) {
            try {
                var answer = await(sent, since);
                came(delivery, passes);
                delivery.at().refusals().answered(delivery.call().script(), answer);
                return answer;
            } catch (TimeoutException e) {
                throw new DeliveryFailure(e, false);
            } catch (ExecutionException e) {
                var failure = e.getCause() == null ? e : e.getCause();
                if (!Delivery.isToBeFollowed(failure)) {
                    throw new DeliveryFailure(failure, false);
                }
                came(delivery, passes);
                sent = next(delivery, failure, passes, until);
                since = delivery.sentAt();
            }
        }
    }

    /** Whether a replica has what a script wrote that has answered. */
    Replication copied(Delivery delivery) {
        try {
            return await(delivery.copied(), delivery.sentAt());
        } catch (TimeoutException | ExecutionException e) {
            return Replication.NO_REPLICA;
        }
    }

    /** Whatever it said: that Redis serves. */
    void came(Delivery delivery, Passes passes) {
        credentials.succeeded();
        passes.answered(delivery.at());
    }

    private CompletableFuture<Object> next(Delivery delivery, Throwable failure, Passes passes, long until)
            throws DeliveryFailure {
        var next = System.nanoTime() - until < 0 ? delivery.nextOrFailed(failure) : null;
        if (next == null) {
            throw new DeliveryFailure(delivery.obstacle(failure), true);
        }
        if (Delivery.isTryAgain(failure)) {
            LockSupport.parkNanos(Delivery.pause());
        }
        var to = named(next);
        if (!passes.admits(to)) {
            throw outages.unavailable(to.place(), null);
        }
        return delivery.to(to);
    }

    /** Its name may have to be resolved. */
    private ServingRedis named(CompletableFuture<ServingRedis> next) throws DeliveryFailure {
        try {
            return await(next, System.nanoTime());
        } catch (TimeoutException | ExecutionException e) {
            throw new DeliveryFailure(e.getCause() == null ? e : e.getCause(), true);
        }
    }

    /** @throws StoreUnavailableException when this thread is interrupted, and only then */
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
