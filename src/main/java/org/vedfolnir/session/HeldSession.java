package org.vedfolnir.session;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionMovedException;

/**
 * A session that somebody holds although the request that gave it is over: in a map, a listener, a web socket. The copy of that request is of
 * the past, so each question and each change goes to the session as it is now, found by its handle under whatever id it has: a round
 * trip for a question, two for a change. On a thread whose request has the same session open, it is that request's session. Thread-safe.
 */
final class HeldSession {

    /** How often a session that changes its id meanwhile is looked for again. */
    private static final int TRIES = 4;
    /** Whoever sorts a list of sessions by their last use asks each of them many times. */
    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private final VedfolnirSessionManager manager;
    private final VedfolnirSession kept;
    private volatile @Nullable SessionId place;
    private volatile Use lastUse;

    private record Use(long time, long read) {}

    /** @param kept the copy of the request that is over */
    HeldSession(VedfolnirSessionManager manager, VedfolnirSession kept) {
        this.manager = manager;
        this.kept = kept;
        this.place = kept.storedId();
        this.lastUse = new Use(kept.lastAccess(), System.nanoTime());
    }

    <T extends @Nullable Object> T read(Function<VedfolnirSession, T> question) {
        var here = ofThisRequest();
        return question.apply(here == null ? now() : here);
    }

    /** As it was a second ago at the earliest. */
    long lastUse() {
        if (System.nanoTime() - lastUse.read() > FRESH) {
            lastUse = new Use(read(VedfolnirSession::getLastAccessedTime), System.nanoTime());
        }
        return lastUse.time();
    }

    /**
     * Saved when this returns, merged as the change of a request.
     *
     * @throws IllegalStateException when the session has ended; nothing was saved
     */
    void change(Consumer<VedfolnirSession> change) {
        var here = ofThisRequest();
        if (here != null) {
            change.accept(here);
            return;
        }
        onWhatIsThere(session -> {
            change.accept(session);
            session.commit(true);
            if (!session.isValid()) {
                throw new IllegalStateException(
                        "The session ended while it was changed outside of a request. Nothing of the change was saved.");
            }
        });
    }

    /** @throws IllegalStateException when it has ended already */
    void invalidate() {
        var here = ofThisRequest();
        if (here == null) {
            onWhatIsThere(VedfolnirSession::invalidate);
        } else {
            here.invalidate();
        }
        kept.endedElsewhere();
    }

    private @Nullable VedfolnirSession ofThisRequest() {
        var scope = RequestScope.current(manager);
        var session = scope == null ? null : scope.session();
        return session != null && session.isValid() && isTheSame(session) ? session : null;
    }

    private boolean isTheSame(VedfolnirSession other) {
        return other.document().handle().equals(kept.document().handle());
    }

    private void onWhatIsThere(Consumer<VedfolnirSession> step) {
        SessionMovedException moved = null;
        for (var i = 0; i < TRIES; i++) {
            var session = now();
            try {
                step.accept(session);
                return;
            } catch (SessionMovedException e) {
                moved = e;
                goOn(e);
            } finally {
                session.leave(); // listeners were told of it, and may hold it
            }
        }
        throw moved == null ? new SessionMovedException() : moved;
    }

    /** It is not the session of the request on this thread, if there is one, that failed. */
    private void goOn(SessionMovedException failure) {
        var scope = RequestScope.current(manager);
        if (scope != null) {
            scope.recovered(failure);
        }
    }

    /** The copy that was kept, which says that it is invalid, when the session has ended. */
    private VedfolnirSession now() {
        var known = place;
        var found = !kept.isValid() || known == null ? null : at(known);
        if (found == null && kept.isValid() && known != null) {
            found = manager.placeOf(kept.document().handle()).map(this::at).orElse(null);
        }
        if (found == null) {
            kept.endedElsewhere();
            return kept;
        }
        return found;
    }

    private @Nullable VedfolnirSession at(SessionId id) {
        var session = manager.held(id, id.equals(kept.storedId()) ? kept.getIdInternal() : id.value());
        if (session == null || !isTheSame(session)) {
            return null;
        }
        place = id;
        return session;
    }
}
