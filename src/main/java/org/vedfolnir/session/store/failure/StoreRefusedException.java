package org.vedfolnir.session.store.failure;

import java.time.Duration;

/**
 * The store answered and rejected this operation, for example because its memory is full or a key holds a value of
 * another type. It serves other requests. Has no cause: a client's message about its command contains keys.
 */
public class StoreRefusedException extends StoreUnavailableException {

    private static final long serialVersionUID = 1;

    private final boolean readable;

    /**
     * @param readable whether the store's data are still valid and can be read
     */
    public StoreRefusedException(String message, boolean readable) {
        super(message, Duration.ofSeconds(1), null);
        this.readable = readable;
    }

    /** Whether the store rejects only changes, and its data are still valid. */
    public boolean readable() {
        return readable;
    }

    @Override
    public boolean isReply() {
        return true;
    }
}
