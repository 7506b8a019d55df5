package org.vedfolnir.session.store.redis.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisConnection;

/**
 * One connection to one Redis, shared by all threads, which write one behind the other without waiting. A connection of one's own for each
 * command, as a pool gives it, costs half as much processor time again. Thread-safe.
 */
public final class SharedConnection {

    private final Supplier<CompletableFuture<RedisConnection>> connector;
    private volatile @Nullable CompletableFuture<RedisConnection> current;

    /** @param connector opens one that may be used */
    public SharedConnection(Supplier<CompletableFuture<RedisConnection>> connector) {
        this.connector = connector;
    }

    /** The connection, perhaps still under way. */
    public CompletableFuture<RedisConnection> get() {
        var known = current;
        return known != null && usable(known) ? known : connect();
    }

    /** Whether it need not be waited for. */
    public boolean isOpen() {
        var known = current;
        return known != null && known.isDone() && usable(known);
    }

    private synchronized CompletableFuture<RedisConnection> connect() {
        var known = current;
        if (known != null && usable(known)) {
            return known;
        }
        drop();
        var fresh = connector.get();
        current = fresh;
        return fresh;
    }

    private static boolean usable(CompletableFuture<RedisConnection> connection) {
        return !connection.isDone()
                || (!connection.isCompletedExceptionally() && connection.join().isActive());
    }

    /** Gives it up: a connection whose other end is gone for good may look alive for many minutes. */
    public synchronized void drop() {
        var known = current;
        current = null;
        if (known != null) {
            // closed by us, it is not opened again behind our back
            known.thenAccept(RedisConnection::closeAsync);
        }
    }
}
