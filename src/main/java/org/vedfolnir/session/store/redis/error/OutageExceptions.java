package org.vedfolnir.session.store.redis.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/** The exceptions for requests that Redis did not serve. */
public record OutageExceptions(RedisSettings settings) {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** An error reply of Redis is not caused by time or network. */
    public StoreUnavailableException unavailable(String place, @Nullable Throwable cause) {
        var answered = OutageReason.answered(cause);
        return new StoreUnavailableException(
                "Redis at " + place
                        + (answered.isPresent()
                                ? " does not serve (" + answered.get() + "); the session may still exist."
                                : " did not answer within "
                                        + settings.commandTimeout().toMillis() + " ms"
                                        + (cause == null ? "" : " (" + OutageReason.of(cause) + ")")
                                        + "; the session may still exist. Check whether Redis runs, the network, and"
                                        + " REDIS_URL if you set it."),
                RETRY_AFTER,
                cause);
    }

    public StoreUnavailableException unserved(int slot) {
        return new StoreUnavailableException(
                "No Redis of " + settings.place() + " has slot " + slot
                        + " at the moment; the session may still exist. Check the state of the cluster (CLUSTER INFO).",
                RETRY_AFTER,
                null);
    }
}
