package org.vedfolnir.session.store;

import java.util.Optional;

/** On which server of a store sessions lie, and under which id. Safe for use by many threads. */
public interface SessionPlacement {

    /**
     * Where a session lies that has changed its id; a session that never did is not found. It may have ended meanwhile: the document there
     * tells.
     *
     * @param handle of its document
     */
    Optional<SessionId> idOf(String handle);

    /** Whether a session can get another id in the one step of a save: a store of several servers keeps related ids together. */
    default boolean inOneStep(SessionId now, SessionId next) {
        return true; // a store of one server
    }

    /** Whether a new session had better begin under this id: not where the part of the store that would have it is known to be away. */
    default boolean isInReach(SessionId id) {
        return true; // a store of one server
    }
}
