package org.vedfolnir.session.store.redis.client;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisConnection;

/**
 * Connections to one Redis for writes that wait for a replica, each for one write at a time: {@code WAIT} blocks all
 * later commands on its connection. If all are in use, a caller waits in a queue. Thread-safe.
 */
public final class WaitConnectionPool {

    private final RedisClient client;
    private final Supplier<CompletableFuture<RedisConnection>> connector;
    private final List<Place> places;
    private final Queue<CompletableFuture<Optional<Place>>> turns = new ConcurrentLinkedQueue<>();

    /** @param connector opens a connection that may be used */
    public WaitConnectionPool(RedisClient client, Supplier<CompletableFuture<RedisConnection>> connector) {
        this.client = client;
        this.connector = connector;
        this.places = Stream.generate(Place::new).limit(ReplicaAck.MOST).toList();
    }

    /** A connection that one caller may use. */
    public final class Place {

        private final SharedConnection connection = new SharedConnection(connector);
        private final AtomicBoolean taken = new AtomicBoolean();

        public CompletableFuture<RedisConnection> connection() {
            return connection.get();
        }

        /** @param clean whether no command is pending on it */
        public void giveBack(boolean clean) {
            if (!clean) {
                connection.drop();
            }
            taken.set(false);
            handOut();
        }
    }

    /**
     * Acquires the first free connection, so that no more are opened than needed; otherwise the next one that is
     * released.
     *
     * @param most how many ms to wait; completes with empty then
     */
    public CompletableFuture<Optional<Place>> take(long most) {
        var free = free();
        if (free.isPresent()) {
            return CompletableFuture.completedFuture(free);
        }
        var turn = new CompletableFuture<Optional<Place>>();
        turns.add(turn);
        client.getConfig().getGroup().schedule(() -> leave(turn), most, TimeUnit.MILLISECONDS);
        handOut(); // one may have been released meanwhile
        return turn;
    }

    private void leave(CompletableFuture<Optional<Place>> turn) {
        turns.remove(turn);
        turn.complete(Optional.empty());
    }

    private Optional<Place> free() {
        return places.stream()
                .filter(each -> each.taken.compareAndSet(false, true))
                .findFirst();
    }

    /** Serves waiting callers in their order; one that has left meanwhile takes none. */
    private void handOut() {
        while (!turns.isEmpty()) {
            var free = free();
            if (free.isEmpty()) {
                return;
            }
            var next = turns.poll();
            if (next == null || !next.complete(free)) {
                free.get().taken.set(false);
            }
        }
    }

    public void drop() {
        places.forEach(each -> each.connection.drop());
    }
}
