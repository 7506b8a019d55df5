package org.vedfolnir.session;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The live sessions of this node that requests are in, by handle, with {@code concurrency} {@code shared}; with {@code isolated} it
 * keeps none, and each request gets a session of its own. A session that nobody is in any more is forgotten. Thread-safe.
 */
final class SharedSessions {

    private final ConcurrentHashMap<String, VedfolnirSession> sessions = new ConcurrentHashMap<>();
    private final boolean sharing;

    SharedSessions(Concurrency concurrency) {
        this.sharing = concurrency == Concurrency.SHARED;
    }

    boolean isOn() {
        return sharing;
    }

    /**
     * Lets a request into a session that it has found.
     *
     * @param found the session as the store has it, which nobody has seen yet
     * @return the one that other requests of this node are in, with what the store has; else {@code found}
     */
    VedfolnirSession enter(VedfolnirSession found, SessionVisit visit) {
        if (!sharing) {
            found.enter(visit);
            return found;
        }
        return sessions.compute(found.document().handle(), (handle, live) -> {
            var joined = live != null && live.isAsGoodAs(found) ? live : found.share();
            joined.enter(visit);
            return joined;
        });
    }

    /** Lets a request into the very session that it has in hand. */
    void join(VedfolnirSession session, SessionVisit visit) {
        sessions.compute(session.document().handle(), (handle, live) -> {
            session.enter(visit);
            return live;
        });
    }

    /** A request is in it no more. */
    void leave(VedfolnirSession session, SessionVisit visit) {
        if (!sharing) {
            session.leave(visit);
            return;
        }
        sessions.compute(session.document().handle(), (handle, live) -> {
            var empty = session.leave(visit);
            return live == session && empty ? null : live;
        });
    }

    /** Nobody else is let in: what is in it is not what the store is to have. */
    void retire(VedfolnirSession session) {
        if (sharing) {
            sessions.remove(session.document().handle(), session);
        }
    }
}
