package org.vedfolnir.session.store;

import java.util.Optional;

/** The servers and ids of sessions in a store. Safe for use by many threads. */
public interface SessionPlacement {

    /**
     * Returns the current id of a session whose id changed; empty for a session whose id never changed. The session may
     * have ended meanwhile, which its document shows.
     *
     * @param handle of its document
     */
    Optional<SessionId> idOf(String handle);

    /**
     * Whether a session can get another id in the single step of a save: a store of several servers keeps related ids
     * together.
     */
    default boolean inOneStep(SessionId now, SessionId next) {
        return true; // a store of one server
    }

    /**
     * Whether a new session can begin under this id; false if the responsible part of the store is known to be away.
     */
    default boolean isInReach(SessionId id) {
        return true; // a store of one server
    }
}
