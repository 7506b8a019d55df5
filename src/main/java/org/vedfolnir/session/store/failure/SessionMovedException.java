package org.vedfolnir.session.store.failure;

import java.time.Duration;

/**
 * The session goes on under another id, which a request under the old one does not know: it can change nothing, and must not be told that
 * it did. Its visitor has the new cookie, or is about to get it, so coming again is worth it at once.
 */
public final class SessionMovedException extends StoreUnavailableException {

    private static final long serialVersionUID = 1;

    public SessionMovedException() {
        super(
                "The id of a session changed while a request under the old one was under way. Nothing of that request was saved; send it"
                        + " again with the new cookie.",
                Duration.ofMillis(100),
                null);
    }

    @Override
    public boolean isSaidByTheStore() {
        return true;
    }
}
