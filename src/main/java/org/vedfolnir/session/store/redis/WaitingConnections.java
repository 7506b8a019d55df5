package org.vedfolnir.session.store.redis;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.redisson.client.RedisConnection;

/**
 * Connections to one Redis on which a write waits for a replica, each for one write at a time: {@code WAIT} holds up all that stands behind it
 * on its connection. Thread-safe.
 */
final class WaitingConnections {

    /** A healthy replica answers in a millisecond. Of one that does not, no more than these should wait in vain at once. */
    private static final int MOST = 16;

    private final List<Place> places;

    /** @param connector opens one that may be used */
    WaitingConnections(Supplier<CompletableFuture<RedisConnection>> connector) {
        this.places = Stream.generate(() -> new Place(connector)).limit(MOST).toList();
    }

    /** One of them, for whoever has taken it. */
    static final class Place {

        private final SharedConnection connection;
        private final AtomicBoolean taken = new AtomicBoolean();

        private Place(Supplier<CompletableFuture<RedisConnection>> connector) {
            this.connection = new SharedConnection(connector);
        }

        CompletableFuture<RedisConnection> connection() {
            return connection.get();
        }

        /** @param clean whether nothing stands on it any more */
        void giveBack(boolean clean) {
            if (!clean) {
                connection.drop();
            }
            taken.set(false);
        }
    }

    /** The first that is free, so that there are no more than are needed; empty when all wait already. */
    Optional<Place> take() {
        return places.stream()
                .filter(each -> each.taken.compareAndSet(false, true))
                .findFirst();
    }

    void drop() {
        places.forEach(each -> each.connection.drop());
    }
}
