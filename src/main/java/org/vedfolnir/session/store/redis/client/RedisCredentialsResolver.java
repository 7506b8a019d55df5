package org.vedfolnir.session.store.redis.client;

import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.redisson.client.RedisAuthRequiredException;
import org.redisson.client.RedisWrongPasswordException;
import org.redisson.config.Credentials;
import org.redisson.config.CredentialsResolver;
import org.vedfolnir.session.store.redis.settings.RedisLogin;

/**
 * Authenticates this node's connections. Reads the login for each connection, so that a password may change. While
 * Redis rejects it, tries it only once a second, since each attempt may count as a failure or appear in Redis' log.
 * Thread-safe.
 */
public final class RedisCredentialsResolver implements CredentialsResolver {

    private static final System.Logger LOG = System.getLogger(RedisCredentialsResolver.class.getName());
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<RedisLogin> login;
    private final LongSupplier nanoTime;
    private volatile Set<String> excluded = Set.of();
    private RedisLogin last = RedisLogin.NONE;
    private volatile boolean refused;
    private long nextTry;

    public RedisCredentialsResolver(Supplier<RedisLogin> login, LongSupplier nanoTime) {
        this.login = login;
        this.nanoTime = nanoTime;
    }

    /** Excludes addresses, host and port, that are not a Redis from getting the login. */
    void exclude(Set<String> addresses) {
        excluded = addresses;
    }

    @Override
    public CompletionStage<Credentials> resolve(InetSocketAddress address) {
        if (excluded.contains(address.getHostString() + ":" + address.getPort())) {
            return CompletableFuture.completedFuture(new Credentials());
        }
        if (!mayTry()) {
            return CompletableFuture.failedFuture(new RedisAuthRequiredException(
                    "Redis rejected this node's user or password a moment ago; the next attempt follows"
                            + " within a second."));
        }
        var now = current();
        return CompletableFuture.completedFuture(new Credentials(now.user(), now.password()));
    }

    private synchronized boolean mayTry() {
        if (!refused) {
            return true;
        }
        var now = nanoTime.getAsLong();
        if (now - nextTry < 0) {
            return false;
        }
        nextTry = now + PAUSE;
        return true;
    }

    /** A file that is being replaced may be missing for a moment. */
    private synchronized RedisLogin current() {
        try {
            last = login.get();
        } catch (IllegalArgumentException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The login for Redis cannot be read; the previous one is used. {0}",
                    e.getMessage());
        }
        return last;
    }

    /** Notes why an operation failed. */
    public synchronized void failed(Throwable cause) {
        if (!refused && (cause instanceof RedisWrongPasswordException || cause instanceof RedisAuthRequiredException)) {
            refused = true;
            nextTry = nanoTime.getAsLong() + PAUSE;
        }
    }

    /** Called for each operation, so it costs nothing in the normal case. */
    public void succeeded() {
        if (refused) {
            refused = false;
        }
    }
}
