package org.vedfolnir.session.store.redis.settings;

import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is, and how to get in. Immutable, but for what the login reads.
 *
 * @param redisUrl {@code redis://host:port/db}, {@code rediss://} for TLS; not used when there is a configuration
 * @param configuration of servers that one address does not name; null for the one server of the address
 * @param trust whose word is taken for a server's certificate
 * @param login asked before each connection, so that a password may change while this runs
 */
public record RedisAccess(
        URI redisUrl, @Nullable RedissonConfiguration configuration, TlsTrust trust, Supplier<RedisLogin> login) {

    /** One server, with the login that its address holds. */
    public static RedisAccess at(URI url) {
        return new RedisAccess(url, null, TlsTrust.OF_JAVA, () -> RedisLogin.of(url));
    }

    /** Where Redis is, without a password. */
    public String place() {
        return configuration != null
                ? configuration.places()
                : redisUrl.getScheme() + "://" + redisUrl.getHost() + ":" + port() + "/" + database();
    }

    public int port() {
        return redisUrl.getPort() < 0 ? 6379 : redisUrl.getPort();
    }

    public int database() {
        var path = redisUrl.getPath();
        return path == null || path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
    }
}
