package org.vedfolnir.session.http;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.vedfolnir.session.attribute.access.RequestSelection;
import org.vedfolnir.session.http.save.PreparedSave;

/** Saves the changes of requests to their sessions, or reverts them. Thread-safe. */
final class VisitCommitter {

    /** How often a save is prepared; the last time by a thread that has its turn. */
    private static final int PREPARATIONS = 3;

    private final SessionRuntime runtime;

    VisitCommitter(SessionRuntime runtime) {
        this.runtime = runtime;
    }

    /** Saves the changes of a session that no request uses. */
    void commit(VedfolnirSession session) {
        commit(session, SessionVisit.peeking(runtime, session), true);
    }

    /**
     * Saves the changes, if there are any.
     *
     * @param last whether the application has finished
     */
    void commit(VedfolnirSession session, SessionVisit visit, boolean last) {
        if (!session.isValid() || session.isExpiring() || visit.isLost()) {
            return;
        }
        var visits = session.visits();
        var tracked = session.tracked();
        if (isUntouched(session, visit)) {
            if (last) {
                visit.countFromHere();
            }
            return;
        }
        tracked.passivate(visits.mine(visit), visits.areShared() ? visits.holders(visit) : List.of());
        var outside = visits.accessCountOutside();
        save(session, visit, last);
        if (session.isValid() && !last) {
            tracked.activate(visits.mine(visit));
        }
        if (last) {
            visit.settle(visits.areShared() ? outside + tracked.times(visit.accessed()) : visits.accessCount(visit));
        } else {
            visit.settle(-1);
        }
    }

    /** Saves what threads outside of requests set while the last request used the session, if that request's own changes are dropped. */
    void commitWhatNoRequestSaves(VedfolnirSession session) {
        var outside = session.visits().outside();
        if (session.visits().areShared()
                && session.isOver()
                && session.tracked().hasNews(new RequestSelection(outside, outside))) {
            commit(session);
        }
    }

    /** Whether an attribute was set that is not saved. Only {@link #commit} detects changes in place. */
    boolean hasNews(VedfolnirSession session, SessionVisit visit) {
        return session.isValid()
                && (session.save().hasEvents()
                        || session.tracked().hasNews(session.visits().mine(visit)));
    }

    /**
     * Whether there is certainly nothing to save. It is called several times in a request, by each step that may be the
     * last before the client continues.
     */
    private static boolean isUntouched(VedfolnirSession session, SessionVisit visit) {
        var visits = session.visits();
        return session.save().isUntouched()
                && (session.tracked().isUntouched(visits.mine(visit)) || visit.isSettledAt(visits.accessCount(visit)));
    }

    /** A change that cannot be encoded or stored fails the request; no later step retries it without the client's knowledge. */
    private void save(VedfolnirSession session, SessionVisit visit, boolean last) {
        visit.saving();
        try {
            visit.saved(
                    session.visits().areShared()
                            ? saveInTurn(session, visit, last)
                            : save(session, visit, last, prepare(session, visit)));
        } catch (RuntimeException | Error e) {
            session.visits().spoil(); // even if this request has left, and others continue
            throw e;
        }
    }

    private static PreparedSave prepare(VedfolnirSession session, SessionVisit visit) {
        return session.save().prepare(session.visits().mine(visit));
    }

    /**
     * Encodes values before this thread waits for its turn, since the thread that has the turn may wait for a lock of
     * the application that this one holds. If another save came in between, the values are encoded again; if that
     * repeats, they are encoded while this thread has the turn.
     */
    private boolean saveInTurn(VedfolnirSession session, SessionVisit visit, boolean last) {
        for (var tries = 1; ; tries++) {
            var seen = session.save().count();
            var prepared = prepare(session, visit);
            if (prepared.isNothing()) {
                return settle(session, visit, last, prepared);
            }
            var isLast = tries == PREPARATIONS - 1;
            var outdated = new AtomicBoolean();
            var saved = runtime.persistence().inTurn(session.handle(), () -> {
                outdated.set(session.save().count() != seen);
                if (outdated.get()) {
                    return isLast && save(session, visit, last, prepare(session, visit));
                }
                return save(session, visit, last, prepared);
            });
            if (isLast || !outdated.get()) {
                return saved;
            }
        }
    }

    /** @return whether something was saved */
    private static boolean save(VedfolnirSession session, SessionVisit visit, boolean last, PreparedSave prepared) {
        var change = prepared.change();
        if (prepared.isNothing()) {
            return settle(session, visit, last, prepared);
        } else if (!session.signOn().enlist(change, session.idle())) {
            visit.saved(false);
            session.ending().signedOff();
            return false;
        }
        var saved = session.save().send(prepared);
        visit.saved(true);
        if (saved.isEmpty()) {
            session.ending().endedElsewhere();
            return true;
        }
        var fresh = session.save()
                .adopt(saved.get(), prepared, () -> session.visits().holdersAfter(visit, last));
        if (!session.signOn().confirm(fresh, change.signOn())) {
            session.ending().signedOff();
        }
        return true;
    }

    /** Nothing has to be saved; some values may stay on this node. */
    private static boolean settle(VedfolnirSession session, SessionVisit visit, boolean last, PreparedSave prepared) {
        session.save().settle(prepared, () -> session.visits().holdersAfter(visit, last));
        return false;
    }

    /**
     * Reverts a request's changes, which are not stored; other requests continue without them.
     *
     * @param storable whether they could have been stored. Then objects that other requests have stay as they are,
     *     since those may hold a lock on them
     */
    void takeBack(VedfolnirSession session, SessionVisit visit, boolean storable) {
        var visits = session.visits();
        if (!visits.areShared() || !session.isValid() || session.storedId() == null) {
            return; // no other request knows of it
        }
        if (storable) {
            session.tracked().takeBackWhatWasSet(visit.accessed(), visits.outside(), () -> visits.others(visit));
        } else {
            session.tracked()
                    .takeBack(visits.mine(visit), visit.accessed(), visits.outside(), () -> visits.others(visit));
        }
        if (visits.hasSetUser(visit)) {
            session.restoreUser();
        }
        if (visits.hasSetIdle(visit)) {
            session.restoreIdle();
        }
    }
}
