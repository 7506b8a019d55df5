package org.vedfolnir.session.http;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.settings.Concurrency;
import org.vedfolnir.session.store.SessionId;

/**
 * The live sessions that requests of this node use, by handle, with {@code concurrency} {@code shared}. With {@code
 * isolated} it keeps none, and each request gets its own session. A session that no request uses or is about to join is
 * removed. Thread-safe.
 */
public final class SharedSessions {

    private final ConcurrentHashMap<String, VedfolnirSession> sessions = new ConcurrentHashMap<>();
    /** How many requests are opening the session of an id in the store, and have not joined it. */
    private final ConcurrentHashMap<SessionId, Integer> arriving = new ConcurrentHashMap<>();
    /** Handles of the sessions that are kept for those requests. */
    private final ConcurrentHashMap<SessionId, String> kept = new ConcurrentHashMap<>();

    private final boolean sharing;

    public SharedSessions(Concurrency concurrency) {
        this.sharing = concurrency == Concurrency.SHARED;
    }

    public boolean isOn() {
        return sharing;
    }

    /**
     * Opens a session in the store and joins it. The requests that use it may end before the reply arrives, and the
     * reply is older than their saves: so the session is kept until then.
     */
    <T extends @Nullable Object> T arriving(@Nullable SessionId id, Supplier<T> step) {
        if (!sharing || id == null) {
            return step.get();
        }
        arriving.merge(id, 1, Integer::sum);
        try {
            return step.get();
        } finally {
            if (arriving.computeIfPresent(id, (each, many) -> many == 1 ? null : many - 1) == null) {
                forget(kept.remove(id));
            }
        }
    }

    /**
     * Lets a request use a session that it found.
     *
     * @param found the session as stored, which no request has seen yet
     * @return the session that other requests of this node use, updated from the store; otherwise {@code found}
     */
    VedfolnirSession enter(VedfolnirSession found, SessionVisit visit) {
        if (!sharing) {
            found.visits().enter(visit);
            return found;
        }
        return sessions.compute(found.document().handle(), (handle, live) -> {
            var joined = live != null && live.continuesAs(found) ? live : found.share();
            joined.visits().enter(visit);
            return joined;
        });
    }

    /** Lets a request use exactly this session object. */
    void join(VedfolnirSession session, SessionVisit visit) {
        sessions.compute(session.document().handle(), (handle, live) -> {
            session.visits().enter(visit);
            return live;
        });
    }

    /** Returns the sessions with that stored id: one at most. */
    public List<VedfolnirSession> at(SessionId id) {
        return sessions.values().stream()
                .filter(each -> id.equals(each.storedId()))
                .toList();
    }

    /**
     * The request no longer uses the session.
     *
     * @return whether no request of this node will use this object again
     */
    boolean leave(VedfolnirSession session, SessionVisit visit) {
        if (!sharing) {
            session.visits().leave(visit);
            return false;
        }
        return sessions.compute(session.document().handle(), (handle, live) -> {
                    session.visits().leave(visit);
                    return live != null && isLeft(live) ? null : live;
                })
                == null;
    }

    private void forget(@Nullable String handle) {
        if (handle != null) {
            sessions.computeIfPresent(handle, (each, live) -> isLeft(live) ? null : live);
        }
    }

    private boolean isLeft(VedfolnirSession live) {
        var place = live.storedId();
        if (!live.visits().isEmpty()) {
            return false;
        } else if (place == null) {
            return true;
        }
        kept.put(place, live.document().handle()); // first: arriving requests search for it
        if (arriving.containsKey(place)) {
            return false;
        }
        kept.remove(place);
        return true;
    }

    /**
     * The request's changes were not saved: no other request joins this object, in which they remain. It stays shared if
     * another request uses it, or is opening it, since their changes are in this object as well.
     */
    void separate(VedfolnirSession session, SessionVisit visit) {
        var place = session.storedId();
        if (sharing && place != null) {
            sessions.computeIfPresent(
                    session.document().handle(),
                    (handle, live) -> live == session && session.visits().isOnly(visit) && !arriving.containsKey(place)
                            ? null
                            : live);
        }
    }

    /** The session has ended: no other request can join it. */
    void end(VedfolnirSession session) {
        if (sharing) {
            sessions.remove(session.document().handle(), session);
        }
    }
}
