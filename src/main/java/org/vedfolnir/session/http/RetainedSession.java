package org.vedfolnir.session.http;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.failure.SessionMovedException;

/**
 * A session that the application keeps beyond its request: in a map, a listener, a web socket. The request's copy is
 * outdated, so each read and each change uses the current session, found by its handle under whatever id it has: one
 * round trip for a read, two for a change. On a thread whose request has opened the same session, it is that request's
 * session. Thread-safe.
 */
final class RetainedSession {

    /** How often to search again for a session whose id changes in between. */
    private static final int TRIES = 4;
    /** Sorting a list of sessions by their last use reads each of them many times. */
    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private static final ThreadLocal<@Nullable SessionVisit> CHANGING = new ThreadLocal<>();

    private final SessionRuntime runtime;
    private final VedfolnirSession kept;
    private volatile @Nullable SessionId place;
    private volatile Use lastUse;

    private record Use(long time, long read) {}

    /** @param kept the session as of the request that is over */
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

    /** The last use, at most one second old. */
    long lastUse() {
        if (System.nanoTime() - lastUse.read() > FRESH) {
            lastUse = new Use(read(VedfolnirSession::getLastAccessedTime), System.nanoTime());
        }
        return lastUse.time();
    }

    /**
     * Changes the session; the change is merged and saved when this returns.
     *
     * @throws IllegalStateException if the session has ended; nothing was saved
     */
    void change(Consumer<VedfolnirSession> change) {
        var here = ofThisRequest();
        if (here != null) {
            change.accept(here);
            return;
        }
        onCurrent(visit -> {
            change(visit, change);
            if (!visit.isValid() || visit.session().ending().isBegun()) {
                throw ended();
            }
            visit.session().visits().takeOverOutside(visit);
        });
    }

    /** If the change is refused, requests that use the session do not see it. */
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

    /** Returns the visit with which this thread, in no request of the session, changes it; null if there is none. */
    static @Nullable SessionVisit changing() {
        return CHANGING.get();
    }

    private static IllegalStateException ended() {
        return new IllegalStateException(
                "The session ended while it was changed outside of a request. Nothing of the change was saved.");
    }

    /** @throws IllegalStateException if it has already ended */
    void invalidate() {
        var here = ofThisRequest();
        if (here == null) {
            onCurrent(visit -> visit.session().invalidate());
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

    /** If the session no longer exists, {@code kept} reports that it is invalid. */
    private void onCurrent(Consumer<SessionVisit> step) {
        SessionMovedException moved = null;
        for (var i = 0; i < TRIES; i++) {
            var visit = now();
            try {
                step.accept(visit == null ? SessionVisit.peeking(runtime, kept) : visit);
                return;
            } catch (SessionMovedException e) {
                moved = e;
                recover(e);
            } finally {
                leave(visit); // listeners were notified with it, and may keep it
            }
        }
        throw moved == null ? new SessionMovedException() : moved;
    }

    private static void leave(@Nullable SessionVisit visit) {
        if (visit != null) {
            visit.leave();
        }
    }

    /** The failure concerns another session than that of this thread's request, if there is one. */
    private void recover(SessionMovedException failure) {
        var request = runtime.request();
        if (request != null) {
            request.recovered(failure);
        }
    }

    /** Returns a visit, which the caller must leave; null if the session has ended, and then {@code kept} is invalid. */
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
