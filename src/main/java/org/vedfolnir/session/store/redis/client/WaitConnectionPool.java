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
    private final List<Pooled> connections;
    private final Queue<CompletableFuture<Optional<Pooled>>> queue = new ConcurrentLinkedQueue<>();

    /** @param connector opens a connection that may be used */
    public WaitConnectionPool(RedisClient client, Supplier<CompletableFuture<RedisConnection>> connector) {
        this.client = client;
        this.connector = connector;
        this.connections = Stream.generate(Pooled::new).limit(ReplicaAck.MOST).toList();
    }

    /** A connection that one caller may use. */
    public final class Pooled {

        private final SharedConnection connection = new SharedConnection(connector);
        private final AtomicBoolean inUse = new AtomicBoolean();

        public CompletableFuture<RedisConnection> connection() {
            return connection.get();
        }

        /** @param clean whether no command is pending on it */
        public void release(boolean clean) {
            if (!clean) {
                connection.drop();
            }
            inUse.set(false);
            serveQueue();
        }
    }

    /**
     * Acquires the first free connection, so that no more are opened than needed; otherwise the next one that is
     * released.
     *
     * @param most how many ms to wait; completes with empty then
     */
    public CompletableFuture<Optional<Pooled>> acquire(long most) {
        var free = free();
        if (free.isPresent()) {
            return CompletableFuture.completedFuture(free);
        }
        var waiter = new CompletableFuture<Optional<Pooled>>();
        queue.add(waiter);
        client.getConfig().getGroup().schedule(() -> timeOut(waiter), most, TimeUnit.MILLISECONDS);
        serveQueue(); // one may have been released meanwhile
        return waiter;
    }

    private void timeOut(CompletableFuture<Optional<Pooled>> waiter) {
        queue.remove(waiter);
        waiter.complete(Optional.empty());
    }

    private Optional<Pooled> free() {
        return connections.stream()
                .filter(each -> each.inUse.compareAndSet(false, true))
                .findFirst();
    }

    /** Serves waiting callers in their order; one that has left meanwhile takes none. */
    private void serveQueue() {
        while (!queue.isEmpty()) {
            var free = free();
            if (free.isEmpty()) {
                return;
            }
            var next = queue.poll();
            if (next == null || !next.complete(free)) {
                free.get().inUse.set(false);
            }
        }
    }

    public void drop() {
        connections.forEach(each -> each.connection.drop());
    }
}
