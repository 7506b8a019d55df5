package org.vedfolnir.session.store.redis;

import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisAuthRequiredException;
import org.redisson.client.RedisReadonlyException;
import org.redisson.client.RedisWrongPasswordException;

/** Says in a few words why Redis does not serve, so that whoever reads the log knows where to look; shows no key and no argument. */
final class OutageReason {

    private OutageReason() {}

    static String of(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException refused) {
                return "its TLS certificate is not accepted: " + refused.getMessage()
                        + ". Check the certificate, its host name and" + " redisTrustStore";
            } else if (cause instanceof RedisWrongPasswordException || cause instanceof RedisAuthRequiredException) {
                return "it refuses the user or the password. Check REDIS_PASSWORD, or the file that holds it";
            } else if (cause instanceof RedisReadonlyException) {
                return "it is a read-only replica. Name its master, or Sentinel in redissonConfig";
            }
        }
        return failure == null ? "no answer" : failure.getClass().getSimpleName();
    }
}
