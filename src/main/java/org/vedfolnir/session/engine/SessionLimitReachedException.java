package org.vedfolnir.session.engine;

import org.vedfolnir.session.store.SaveResult;

/** A session was not saved because its user has as many as allowed. {@link SessionLimit} catches it and ends one. */
final class SessionLimitReachedException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient SaveResult.Full full;
    private final String user;

    SessionLimitReachedException(String user, SaveResult.Full full) {
        super("The user has as many sessions as allowed.", null, false, false);
        this.user = user;
        this.full = full;
    }

    String user() {
        return user;
    }

    SaveResult.Full full() {
        return full;
    }
}
