package org.vedfolnir.session.store.redis.error;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisAuthRequiredException;
import org.redisson.client.RedisBusyException;
import org.redisson.client.RedisClusterDownException;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisLoadingException;
import org.redisson.client.RedisMasterDownException;
import org.redisson.client.RedisNodeNotFoundException;
import org.redisson.client.RedisReadonlyException;
import org.redisson.client.RedisRedirectException;
import org.redisson.client.RedisTimeoutException;
import org.redisson.client.RedisWrongPasswordException;

/**
 * Describes in a few words why Redis does not serve, so that the log shows what to check; contains no keys and no
 * arguments.
 */
public final class OutageReason {

    private static final String LOGIN =
            "it rejects the user or the password. Check REDIS_PASSWORD, or the file that contains it";
    /** Redis 5 and 6: a password is sent, but none is configured there. */
    private static final Pattern NO_PASSWORD_THERE = Pattern.compile(
            "(?s).*ERR (AUTH .* without any password configured|Client sent AUTH, but no password is set).*");

    private OutageReason() {}

    public static String of(@Nullable Throwable failure) {
        var reply = answered(failure);
        if (reply.isPresent()) {
            return reply.get();
        }
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException refused) {
                return "its TLS certificate is not accepted: " + refused.getMessage()
                        + ". Check the certificate, its host name and redisTrustStore";
            } else if (cause instanceof UnknownHostException) {
                return "its host name cannot be resolved. Check it in REDIS_URL";
            } else if (cause instanceof ConnectException) {
                return "nothing listens there. Check whether Redis runs, and host and port in REDIS_URL if you set it";
            }
        }
        return failure == null ? "no answer" : withoutAnswer(failure);
    }

    private static String withoutAnswer(Throwable failure) {
        if (failure instanceof TimeoutException || failure instanceof RedisTimeoutException) {
            return "it does not answer in time";
        } else if (failure instanceof RedisConnectionException || failure instanceof RedisNodeNotFoundException) {
            return "no Redis answers there in time. Check whether Redis runs, whether it expects TLS (rediss://), and"
                    + " host and port in REDIS_URL if you set it";
        } else if (failure instanceof RedisException) {
            return "its replies cannot be parsed. Check which server listens there";
        }
        return failure.getClass().getSimpleName();
    }

    /** Whether only one slot of the cluster is unserved: its other slots are served. */
    public static boolean isOfOneSlot(Throwable failure) {
        return failure instanceof RedisClusterDownException
                && String.valueOf(failure.getMessage()).contains("Hash slot not served");
    }

    /** Returns what Redis itself replied about why it does not serve; empty if it sent no such reply. */
    static Optional<String> answered(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            var reply = explained(cause);
            if (reply.isPresent()) {
                return reply;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> explained(Throwable cause) {
        var message = String.valueOf(cause.getMessage());
        if (cause instanceof RedisWrongPasswordException || cause instanceof RedisAuthRequiredException) {
            return Optional.of(LOGIN);
        } else if (cause instanceof RedisException
                && NO_PASSWORD_THERE.matcher(message).matches()) {
            return Optional.of("it has no password, but one is sent. Set requirepass there, or remove the password from"
                    + " REDIS_URL");
        } else if (cause instanceof RedisReadonlyException
                || Refusal.errorIn(message).startsWith("READONLY ")) {
            return Optional.of("it is a read-only replica. Name its master, or Sentinel in redissonConfig");
        } else if (cause instanceof RedisLoadingException) {
            return Optional.of("it is loading its data. Wait until it is done");
        } else if (cause instanceof RedisBusyException) {
            return Optional.of("a script runs for too long. End it with SCRIPT KILL");
        } else if (cause instanceof RedisMasterDownException || cause instanceof RedisClusterDownException) {
            return Optional.of(Refusal.errorIn(message));
        } else if (TryAgainError.is(cause)) {
            return Optional.of(
                    "its slot is being moved, which takes longer than a request may wait; nothing was" + " changed");
        } else if (cause instanceof RedisRedirectException) {
            return Optional.of("its servers redirect to each other in a loop. Check the state of the cluster");
        } else if (message.contains("ERR max number of clients")) {
            return Optional.of("it has reached its limit of clients. Raise maxclients");
        }
        return Optional.empty();
    }
}
