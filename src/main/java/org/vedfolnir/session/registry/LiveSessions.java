package org.vedfolnir.session.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.engine.SessionEngine;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.http.VedfolnirSession;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.StoredSession;
import org.vedfolnir.session.store.failure.EndNotReplicatedException;
import org.vedfolnir.session.store.failure.SessionMovedException;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Changes each live session of a user, one after the other. If one changes its id in between, it is looked up again
 * under the new id: its holder must not escape the end by changing the id, nor prevent the end of the others.
 * Thread-safe.
 */
final class LiveSessions {

    private static final int MORE_LISTS = 3;

    private final SessionRuntime runtime;
    private final Store store;
    private final SessionEngine engine;

    LiveSessions(SessionRuntime runtime, Store store, SessionEngine engine) {
        this.runtime = runtime;
        this.store = store;
        this.engine = engine;
    }

    /** The document decides to whom a session belongs: an index that is not repaired yet must not show one user's session to another. */
    boolean isOf(SessionDocument document, String user) {
        return user.equals(runtime.components().values().userOf(document));
    }

    /**
     * @param change returns whether it changed the session; may run again for a session that was changed under its
     *     former id
     * @return how many were changed
     * @throws SessionMovedException if one changed its id each time; all others have been changed
     * @throws EndNotReplicatedException if all were changed, but an end is on one server only
     * @throws StoreUnavailableException if the server of one is away; all others have been changed
     */
    int change(String user, Predicate<SessionDocument> wanted, Predicate<VedfolnirSession> change) {
        var round = new Round(user, wanted, change);
        for (var lists = 0; lists <= MORE_LISTS; lists++) {
            if (round.leavesNone()) {
                return round.all();
            }
        }
        throw round.moved == null ? new SessionMovedException() : round.moved;
    }

    private final class Round {

        private final String user;
        private final Predicate<SessionDocument> wanted;
        private final Predicate<VedfolnirSession> change;
        private final Set<String> done = new HashSet<>();
        private final Set<SessionId> missing = new HashSet<>();
        private @Nullable SessionMovedException moved;
        private @Nullable EndNotReplicatedException unsafe;
        private final List<SessionId> away = new ArrayList<>();
        private @Nullable StoreUnavailableException outage;
        private int changed;

        Round(String user, Predicate<SessionDocument> wanted, Predicate<VedfolnirSession> change) {
            this.user = user;
            this.wanted = wanted;
            this.change = change;
        }

        /** Returns how many were changed; throws if some were not. */
        int all() {
            if (outage != null) {
                throw outage;
            }
            if (unsafe != null) {
                throw unsafe;
            }
            return changed;
        }

        boolean leavesNone() {
            var all = true;
            for (var id : store.index().sessionsOf(user)) {
                all &= isAway(id) || isDoneOrAway(id);
            }
            return all;
        }

        /** Whether the session is on a server that did not answer before: on one Redis, that applies to all. */
        private boolean isAway(SessionId id) {
            return away.stream().anyMatch(each -> store.placement().inOneStep(each, id));
        }

        private boolean isDoneOrAway(SessionId id) {
            try {
                var stored = store.sessions().peek(id);
                // gone since it was listed: it ended, or has another id
                return stored.isPresent() ? isDone(id, stored.get()) : !missing.add(id);
            } catch (StoreUnavailableException e) {
                away.add(id);
                outage = e;
                recovered(e);
                return true;
            }
        }

        private boolean isDone(SessionId id, StoredSession stored) {
            return engine.read(id, stored.document()).stream()
                    .filter(document -> isOf(document, user) && wanted.test(document))
                    .allMatch(document -> done.contains(document.handle()) || isDone(id, document, stored));
        }

        private boolean isDone(SessionId id, SessionDocument document, StoredSession stored) {
            try {
                changed += change.test(new VedfolnirSession(runtime, id, document, stored.lastAccess())) ? 1 : 0;
                done.add(document.handle());
                return true;
            } catch (EndNotReplicatedException e) {
                changed++;
                done.add(document.handle());
                unsafe = e;
                return true;
            } catch (SessionMovedException e) {
                recordMoved(e);
                return false;
            }
        }

        /** The failure concerns another session than the request's, one whose id changes. */
        private void recordMoved(SessionMovedException failure) {
            moved = failure;
            recovered(failure);
        }

        private void recovered(StoreUnavailableException failure) {
            var request = runtime.request();
            if (request != null) {
                request.recovered(failure);
            }
        }
    }
}
