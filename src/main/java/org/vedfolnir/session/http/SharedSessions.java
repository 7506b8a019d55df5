package org.vedfolnir.session.http;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.settings.Concurrency;
import org.vedfolnir.session.store.SessionId;

/**
 * The live sessions of this node that requests are in, by handle, with {@code concurrency} {@code shared}; with {@code isolated} it
 * keeps none, and each request gets a session of its own. A session that no request is in, nor on the way to, is forgotten. Thread-safe.
 */
public final class SharedSessions {

    private final ConcurrentHashMap<String, VedfolnirSession> sessions = new ConcurrentHashMap<>();
    /** How many requests ask the store for the session of an id, and have not entered it. */
    private final ConcurrentHashMap<SessionId, Integer> arriving = new ConcurrentHashMap<>();
    /** Handles of the sessions that are kept for them. */
    private final ConcurrentHashMap<SessionId, String> kept = new ConcurrentHashMap<>();

    private final boolean sharing;

    public SharedSessions(Concurrency concurrency) {
        this.sharing = concurrency == Concurrency.SHARED;
    }

    public boolean isOn() {
        return sharing;
    }

    /**
     * Asks the store for a session and enters it. The requests that are in it may be over when the answer comes, which is older than what they
     * saved: so the session stays until then.
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
     * Lets a request into a session that it has found.
     *
     * @param found the session as the store has it, which no request has seen yet
     * @return the one that other requests of this node are in, with what the store has; else {@code found}
     */
    VedfolnirSession enter(VedfolnirSession found, SessionVisit visit) {
        if (!sharing) {
            found.visits().enter(visit);
            return found;
        }
        return sessions.compute(found.document().handle(), (handle, live) -> {
            var joined = live != null && live.goesOnAs(found) ? live : found.share();
            joined.visits().enter(visit);
            return joined;
        });
    }

    /** Lets a request into the very session that it has in hand. */
    void join(VedfolnirSession session, SessionVisit visit) {
        sessions.compute(session.document().handle(), (handle, live) -> {
            session.visits().enter(visit);
            return live;
        });
    }

    /** Those that lie in the store under an id: one at most. */
    public List<VedfolnirSession> at(SessionId id) {
        return sessions.values().stream()
                .filter(each -> id.equals(each.storedId()))
                .toList();
    }

    /**
     * A request is in it no more.
     *
     * @return whether no request of this node will enter this very session again
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
        kept.put(place, live.document().handle()); // before the check for arriving requests: those search for it
        if (arriving.containsKey(place)) {
            return false;
        }
        kept.remove(place);
        return true;
    }

    /** It has ended: no other request is let in. */
    void end(VedfolnirSession session) {
        if (sharing) {
            sessions.remove(session.document().handle(), session);
        }
    }
}
