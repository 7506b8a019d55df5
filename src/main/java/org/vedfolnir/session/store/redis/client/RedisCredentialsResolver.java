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
 * Says who this node is when it connects. The login is asked anew each time, so that a password may change; while Redis refuses it, it
 * is tried once a second, since a Redis that counts failures, or a person who reads its log, sees each. Thread-safe.
 */
public final class RedisCredentialsResolver implements CredentialsResolver {

    private static final System.Logger LOG = System.getLogger(RedisCredentialsResolver.class.getName());
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<RedisLogin> login;
    private final LongSupplier nanoTime;
    private volatile Set<String> others = Set.of();
    private RedisLogin last = RedisLogin.NONE;
    private volatile boolean refused;
    private long nextTry;

    public RedisCredentialsResolver(Supplier<RedisLogin> login, LongSupplier nanoTime) {
        this.login = login;
        this.nanoTime = nanoTime;
    }

    /** Addresses, host and port, that are no Redis: the login is not for them. */
    void notFor(Set<String> addresses) {
        others = addresses;
    }

    @Override
    public CompletionStage<Credentials> resolve(InetSocketAddress address) {
        if (others.contains(address.getHostString() + ":" + address.getPort())) {
            return CompletableFuture.completedFuture(new Credentials());
        }
        if (!mayTry()) {
            return CompletableFuture.failedFuture(
                    new RedisAuthRequiredException(
                            "Redis refused the user or the password of this node a moment ago; it tries again within a second."));
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

    /** A file that is being replaced may be away for a moment. */
    private synchronized RedisLogin current() {
        try {
            last = login.get();
        } catch (IllegalArgumentException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The login for Redis cannot be read; the one before is tried. {0}",
                    e.getMessage());
        }
        return last;
    }

    /** Takes note of why an operation failed. */
    public synchronized void failed(Throwable cause) {
        if (!refused && (cause instanceof RedisWrongPasswordException || cause instanceof RedisAuthRequiredException)) {
            refused = true;
            nextTry = nanoTime.getAsLong() + PAUSE;
        }
    }

    /** Called for each operation, so it costs nothing while all is well. */
    public void succeeded() {
        if (refused) {
            refused = false;
        }
    }
}
