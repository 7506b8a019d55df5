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
 * Connections to one Redis on which a write waits for a replica, each for one write at a time: {@code WAIT} holds up all that stands behind it
 * on its connection. Whoever finds all taken waits for its turn. Thread-safe.
 */
public final class WaitConnectionPool {

    private final RedisClient client;
    private final Supplier<CompletableFuture<RedisConnection>> connector;
    private final List<Place> places;
    private final Queue<CompletableFuture<Optional<Place>>> turns = new ConcurrentLinkedQueue<>();

    /** @param connector opens one that may be used */
    public WaitConnectionPool(RedisClient client, Supplier<CompletableFuture<RedisConnection>> connector) {
        this.client = client;
        this.connector = connector;
        this.places = Stream.generate(Place::new).limit(ReplicaAck.MOST).toList();
    }

    /** One of them, for whoever has taken it. */
    public final class Place {

        private final SharedConnection connection = new SharedConnection(connector);
        private final AtomicBoolean taken = new AtomicBoolean();

        public CompletableFuture<RedisConnection> connection() {
            return connection.get();
        }

        /** @param clean whether nothing stands on it any more */
        public void giveBack(boolean clean) {
            if (!clean) {
                connection.drop();
            }
            taken.set(false);
            handOut();
        }
    }

    /**
     * The first that is free, so that there are no more than are needed; else the next that is given back.
     *
     * @param most how many ms to wait for one; empty then
     */
    public CompletableFuture<Optional<Place>> take(long most) {
        var free = free();
        if (free.isPresent()) {
            return CompletableFuture.completedFuture(free);
        }
        var turn = new CompletableFuture<Optional<Place>>();
        turns.add(turn);
        client.getConfig().getGroup().schedule(() -> leave(turn), most, TimeUnit.MILLISECONDS);
        handOut(); // one may have been given back meanwhile
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

    /** To those who wait, the first first; one who left meanwhile takes none. */
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
