package org.vedfolnir.session.http;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.failure.SessionMovedException;

/**
 * A session that the application holds although the request that gave it is over: in a map, a listener, a web socket. What that request had is
 * of the past, so each question and each change goes to the session as it is now, found by its handle under whatever id it has: a round
 * trip for a question, two for a change. On a thread whose request has the same session open, it is that request's session. Thread-safe.
 */
final class RetainedSession {

    /** How often a session that changes its id meanwhile is searched for again. */
    private static final int TRIES = 4;
    /** To sort a list of sessions by their last use asks each of them many times. */
    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private static final ThreadLocal<@Nullable SessionVisit> CHANGING = new ThreadLocal<>();

    private final SessionRuntime runtime;
    private final VedfolnirSession kept;
    private volatile @Nullable SessionId place;
    private volatile Use lastUse;

    private record Use(long time, long read) {}

    /** @param kept what the request had that is over */
    RetainedSession(SessionRuntime runtime, VedfolnirSession kept) {
        this.runtime = runtime;
        this.kept = kept;
        this.place = kept.storedId();
        this.lastUse = new Use(kept.lastAccess(), System.nanoTime());
    }

    <T extends @Nullable Object> T read(Function<VedfolnirSession, T> question) {
        var here = ofThisRequest();
        if (here != null) {
            return question.apply(here);
        }
        var visit = now();
        try {
            return question.apply(visit == null ? kept : visit.session());
        } finally {
            leave(visit);
        }
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
        onWhatIsThere(visit -> {
            change(visit, change);
            if (!visit.isValid() || visit.session().ending().isBegun()) {
                throw ended();
            }
            visit.session().visits().takeOverOutside(visit);
        });
    }

    /** Requests that are in the session have no part in what is refused. */
    private static void change(SessionVisit visit, Consumer<VedfolnirSession> change) {
        var outer = CHANGING.get(); // a listener of one change may make another
        CHANGING.set(visit);
        try {
            change.accept(visit.session());
            visit.commit(true);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            visit.takeBack();
            throw e;
        } finally {
            if (outer == null) {
                CHANGING.remove();
            } else {
                CHANGING.set(outer);
            }
        }
    }

    /** The visit that changes a session on this thread, which is in no request of it; null for none. */
    static @Nullable SessionVisit changing() {
        return CHANGING.get();
    }

    private static IllegalStateException ended() {
        return new IllegalStateException(
                "The session ended while it was changed outside of a request. Nothing of the change was saved.");
    }

    /** @throws IllegalStateException when it has ended already */
    void invalidate() {
        var here = ofThisRequest();
        if (here == null) {
            onWhatIsThere(visit -> visit.session().invalidate());
        } else {
            here.invalidate();
        }
        kept.ending().endedElsewhere();
    }

    private @Nullable VedfolnirSession ofThisRequest() {
        var request = runtime.request();
        var visit = request == null ? null : request.session();
        return visit != null && visit.isValid() && isTheSame(visit.session()) ? visit.session() : null;
    }

    private boolean isTheSame(VedfolnirSession other) {
        return other.document().handle().equals(kept.document().handle());
    }

    /** Where it is no more, {@code kept} says that it is invalid. */
    private void onWhatIsThere(Consumer<SessionVisit> step) {
        SessionMovedException moved = null;
        for (var i = 0; i < TRIES; i++) {
            var visit = now();
            try {
                step.accept(visit == null ? SessionVisit.lookingAt(runtime, kept) : visit);
                return;
            } catch (SessionMovedException e) {
                moved = e;
                goOn(e);
            } finally {
                leave(visit); // listeners were notified of it, and may hold it
            }
        }
        throw moved == null ? new SessionMovedException() : moved;
    }

    private static void leave(@Nullable SessionVisit visit) {
        if (visit != null) {
            visit.leave();
        }
    }

    /** It is not the session of the request on this thread, if there is one, that failed. */
    private void goOn(SessionMovedException failure) {
        var request = runtime.request();
        if (request != null) {
            request.recovered(failure);
        }
    }

    /** A visit to leave; null when the session has ended, which {@code kept} says from then on. */
    private @Nullable SessionVisit now() {
        var known = place;
        var found = !kept.isValid() || known == null ? null : at(known);
        if (found == null && kept.isValid() && known != null) {
            found = runtime.opener()
                    .placeOf(kept.document().handle())
                    .map(this::at)
                    .orElse(null);
        }
        if (found == null) {
            kept.ending().endedElsewhere();
        }
        return found;
    }

    private @Nullable SessionVisit at(SessionId id) {
        var visit = runtime.opener().held(id, id.equals(kept.storedId()) ? kept.getIdInternal() : id.value());
        if (visit == null) {
            return null;
        } else if (!isTheSame(visit.session())) {
            visit.leave();
            return null;
        }
        place = id;
        return visit;
    }
}
