package org.vedfolnir.session.store.redis.error;

import org.redisson.client.RedisException;
import org.redisson.client.RedisTryAgainException;

/** The error of Redis Cluster for a script whose slot is being moved: nothing was done, and a later try may succeed. */
public final class TryAgainError {

    private static final String OUT_OF_REACH = "attempted to access a non local key";

    private TryAgainError() {}

    /**
     * Redisson recognizes the error of a command; that of a script has a prefix on old versions of Redis. A script
     * detects a key that is out of reach before it writes anything ({@code split} in {@code prelude.lua}), or by Redis'
     * own error.
     */
    public static boolean is(Throwable failure) {
        if (failure instanceof RedisTryAgainException) {
            return true;
        } else if (!(failure instanceof RedisException)) {
            return false;
        }
        var error = Refusal.errorIn(String.valueOf(failure.getMessage()));
        return error.startsWith("TRYAGAIN ") || error.contains(OUT_OF_REACH);
    }
}
