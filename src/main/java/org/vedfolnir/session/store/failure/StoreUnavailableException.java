package org.vedfolnir.session.store.failure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The store did not answer in time, or said that it cannot. The session may still exist: a caller must never take this for "no
 * session". A change that was under way may or may not have been made.
 */
public class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    public StoreUnavailableException(String message, Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /** Whether the store said this itself: it can be asked something else. Else whoever asks it again waits as long again. */
    public boolean isSaidByTheStore() {
        return false;
    }

    /** When it is worth trying again. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
