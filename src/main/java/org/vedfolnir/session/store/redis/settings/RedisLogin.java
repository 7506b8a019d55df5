package org.vedfolnir.session.store.redis.settings;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Who this node is to Redis. Immutable; its text shows no password.
 *
 * @param user an ACL user; null for the default user
 * @param password null when Redis asks for none
 */
public record RedisLogin(@Nullable String user, @Nullable String password) {

    /** Nobody: Redis asks for no password. */
    public static final RedisLogin NONE = new RedisLogin(null, null);

    /** What stands before the {@code @} of an address: {@code user:password}, {@code :password} or {@code password}. */
    public static RedisLogin of(URI address) {
        var info = address.getRawUserInfo();
        if (info == null) {
            return NONE;
        }
        var colon = info.indexOf(':');
        return new RedisLogin(colon > 0 ? decoded(info.substring(0, colon)) : null, decoded(info.substring(colon + 1)));
    }

    /** A plus sign stands for itself in this part of an address. */
    private static String decoded(String raw) {
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    public boolean asks() {
        return password != null;
    }

    @Override
    public String toString() {
        return "RedisLogin[" + (user == null ? "default" : user) + ", " + (asks() ? "with" : "without") + " password]";
    }
}
