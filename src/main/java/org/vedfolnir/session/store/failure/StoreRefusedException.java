package org.vedfolnir.session.store.failure;

import java.time.Duration;

/**
 * The store answered, and refused this operation: its memory is full, a key holds a value of another type. It serves what others ask. Without a
 * cause: what a client says of its command shows keys.
 */
public class StoreRefusedException extends StoreUnavailableException {

    private static final long serialVersionUID = 1;

    private final boolean readable;
    private final boolean certain;

    /** @param readable whether what lies in the store still is what there is, and is answered */
    public StoreRefusedException(String message, boolean readable) {
        this(message, readable, true);
    }

    /**
     * @param readable whether what lies in the store still is what there is, and is answered
     * @param certain whether nothing was changed: no earlier try may have been carried out
     */
    public StoreRefusedException(String message, boolean readable, boolean certain) {
        super(message, Duration.ofSeconds(1), null);
        this.readable = readable;
        this.certain = certain;
    }

    /** Whether the operation was certainly not carried out; else an earlier try of it got no answer. */
    public boolean certain() {
        return certain;
    }

    /** Whether the store refuses changes alone, and what lies in it still is what there is. */
    public boolean readable() {
        return readable;
    }

    @Override
    public boolean isSaidByTheStore() {
        return true;
    }
}
