package org.vedfolnir.session.store.redis.settings;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The user and password of this node at Redis. Immutable; its text contains no password.
 *
 * @param user an ACL user; null for the default user
 * @param password null if Redis requires none
 */
public record RedisLogin(@Nullable String user, @Nullable String password) {

    /** Redis requires no password. */
    public static final RedisLogin NONE = new RedisLogin(null, null);

    /** Parses the user information of an address: {@code user:password}, {@code :password} or {@code password}. */
    public static RedisLogin of(URI address) {
        var info = address.getRawUserInfo();
        if (info == null) {
            return NONE;
        }
        var colon = info.indexOf(':');
        return new RedisLogin(colon > 0 ? decoded(info.substring(0, colon)) : null, decoded(info.substring(colon + 1)));
    }

    /** A plus sign is literal in this part of an address. */
    private static String decoded(String raw) {
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    public boolean hasPassword() {
        return password != null;
    }

    @Override
    public String toString() {
        return "RedisLogin[" + (user == null ? "default" : user) + ", " + (hasPassword() ? "with" : "without")
                + " password]";
    }
}
