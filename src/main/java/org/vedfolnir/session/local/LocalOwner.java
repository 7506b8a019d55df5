package org.vedfolnir.session.local;

import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.SessionId;

/** A live session, as far as what this node alone has of it needs to know it. */
public interface LocalOwner {

    /** The same for the session's whole life, whatever its id. */
    String handle();

    /** Under which id the store has it; null while it has not. */
    @Nullable
    SessionId storedId();

    /** What the application gets. */
    HttpSession getSession();
}
