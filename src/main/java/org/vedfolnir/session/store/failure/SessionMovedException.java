package org.vedfolnir.session.store.failure;

import java.time.Duration;

/**
 * The session continues under another id, which a request under the old id does not know. The request cannot change the
 * session, and must not report success. Its client has the new cookie or is receiving it, so it can retry at once.
 */
public final class SessionMovedException extends StoreUnavailableException {

    private static final long serialVersionUID = 1;

    public SessionMovedException() {
        super(
                "The id of a session changed during a request with the old id. Nothing of that request was saved;"
                        + " send it"
                        + " again with the new cookie.",
                Duration.ofMillis(100),
                null);
    }

    @Override
    public boolean isReply() {
        return true;
    }
}
