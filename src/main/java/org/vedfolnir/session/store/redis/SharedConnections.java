package org.vedfolnir.session.store.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisConnection;

/**
 * A few connections to one Redis, shared by all threads, which write one behind the other without waiting. A connection of one's own for
 * each command, as a pool gives it, costs a third more processor time. Thread-safe.
 */
final class SharedConnections {

    /** The second spares who is behind a large document; more only cost wake-ups. */
    private static final int COUNT = 2;

    private final RedisClient client;
    private final AtomicReferenceArray<@Nullable CompletableFuture<RedisConnection>> connections =
            new AtomicReferenceArray<>(COUNT);

    SharedConnections(RedisClient client) {
        this.client = client;
    }

    /** A connection, perhaps still under way; each thread keeps to one of them while it lives. */
    CompletableFuture<RedisConnection> connection() {
        var index = (int) (Thread.currentThread().getId() % COUNT);
        var known = connections.get(index);
        return known != null && usable(known) ? known : connect(index);
    }

    private synchronized CompletableFuture<RedisConnection> connect(int index) {
        var known = connections.get(index);
        if (known != null && usable(known)) {
            return known;
        }
        drop(index);
        var fresh = client.connectAsync().toCompletableFuture();
        connections.set(index, fresh);
        return fresh;
    }

    private static boolean usable(CompletableFuture<RedisConnection> connection) {
        return !connection.isDone()
                || (!connection.isCompletedExceptionally() && connection.join().isActive());
    }

    /** Gives them up: a connection whose other end is gone for good may look alive for many minutes. */
    synchronized void drop() {
        for (var i = 0; i < COUNT; i++) {
            drop(i);
        }
    }

    /** Closed by us, a connection is not opened again behind our back. */
    private void drop(int index) {
        var known = connections.getAndSet(index, null);
        if (known != null) {
            known.thenAccept(RedisConnection::closeAsync);
        }
    }
}
