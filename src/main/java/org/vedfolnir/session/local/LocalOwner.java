package org.vedfolnir.session.local;

import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.SessionId;

/** A live session, as the node-local attributes see it. */
public interface LocalOwner {

    /** Stays the same for the session's whole life, whatever its id. */
    String handle();

    /** Returns the session's id in the store; null before it was first saved. */
    @Nullable
    SessionId storedId();

    /** Returns the session as the application sees it. */
    HttpSession getSession();
}
