package org.vedfolnir.session.store.redis.settings;

import java.net.URI;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The address of Redis, and how to connect. Immutable, except for what the login reads.
 *
 * @param redisUrl {@code redis://host:port/db}, {@code rediss://} for TLS; ignored if there is a configuration
 * @param configuration of several servers; null for the single server of the address
 * @param trust the certificate authorities for TLS
 * @param login read before each connection, so that a password may change at run time
 */
public record RedisAccess(
        URI redisUrl, @Nullable RedissonConfiguration configuration, TlsTrust trust, Supplier<RedisLogin> login) {

    /** Returns the address of Redis, without a password. */
    public String place() {
        return configuration != null
                ? configuration.places()
                : redisUrl.getScheme() + "://" + redisUrl.getHost() + ":" + port() + "/" + database();
    }

    /** Returns the servers that it names. */
    public RedisServers servers() {
        return configuration != null
                ? RedisServers.of(configuration.config())
                : RedisServers.of(redisUrl, port(), database());
    }

    /**
     * Returns TLS as these settings have it.
     *
     * @throws IllegalArgumentException with the remedy
     */
    public SSLContext tls() {
        return TlsContext.of(trust, configuration == null ? null : configuration.config());
    }

    public int port() {
        return redisUrl.getPort() < 0 ? 6379 : redisUrl.getPort();
    }

    public int database() {
        var path = redisUrl.getPath();
        return path == null || path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
    }
}
