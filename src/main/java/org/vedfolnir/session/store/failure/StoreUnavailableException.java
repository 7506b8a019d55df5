package org.vedfolnir.session.store.failure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The store did not answer in time, or rejected the operation. The session may still exist: a caller must never treat
 * this as "no session". The change may or may not have been made.
 */
public class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    public StoreUnavailableException(String message, Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /**
     * Whether the store itself replied: it can serve other requests. Otherwise another request would wait as long
     * again.
     */
    public boolean isReply() {
        return false;
    }

    /** Returns after which time a retry is useful. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
