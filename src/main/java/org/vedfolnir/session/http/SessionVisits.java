package org.vedfolnir.session.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.access.AccessedAttributes;
import org.vedfolnir.session.attribute.access.AttributeSelection;
import org.vedfolnir.session.attribute.access.RequestSelection;

/** The requests that are in one session, and which of them has what of it in hand. Thread-safe. */
final class SessionVisits {

    private final SessionRuntime runtime;
    private final VedfolnirSession session;
    private final Set<SessionVisit> visits = ConcurrentHashMap.newKeySet();
    /** Asked for on threads that are in no request, and where a session has one request only. */
    private final AccessedAttributes outside = new AccessedAttributes();

    private boolean shared;
    /** No request has the session: an object that still holds it has what was true when one had. */
    private volatile boolean over;
    /** What a request changed was not saved, so that values may differ from those in the store. */
    private volatile boolean spoilt;
    /** The visit that set the user last; null where none did that is in the session. */
    private volatile @Nullable SessionVisit userBy;
    /** The same of the idle timeout. */
    private volatile @Nullable SessionVisit idleBy;

    SessionVisits(SessionRuntime runtime, VedfolnirSession session) {
        this.runtime = runtime;
        this.session = session;
    }

    /** Requests of this node may enter the session while others are in it. */
    void share() {
        shared = true;
    }

    boolean areShared() {
        return shared;
    }

    void enter(SessionVisit visit) {
        visits.add(visit);
        over = false;
        session.locals().unbindSuperseded();
    }

    void leave(SessionVisit visit) {
        visits.remove(visit);
        spoilt |= visit.isLost();
        session.tracked().release(visit.asked());
        userBy = userBy == visit ? null : userBy;
        idleBy = idleBy == visit ? null : idleBy;
        over = visits.isEmpty();
    }

    /** From here on the session is only held. */
    void leaveAll() {
        over = true;
    }

    boolean isEmpty() {
        return visits.isEmpty();
    }

    boolean areOver() {
        return over;
    }

    /** A change was not saved, and its request has left perhaps. */
    void spoil() {
        spoilt = true;
    }

    boolean isSpoilt() {
        return spoilt;
    }

    /** Where the names are noted of which the caller gets values. */
    AccessedAttributes asking() {
        var visit = shared ? visitor() : null;
        return visit != null ? visit.asked() : outside;
    }

    /** The visit on this thread; null for none. */
    private @Nullable SessionVisit visitor() {
        var request = runtime.request();
        var visit = request == null ? null : request.session();
        if (visit != null && visit.session() == session) {
            return visit;
        }
        var changing = RetainedSession.changing();
        return changing != null && changing.session() == session ? changing : null;
    }

    /** The visitor has set the user. */
    void userSet() {
        userBy = visitor();
    }

    boolean hasSetUser(SessionVisit visit) {
        return userBy == visit;
    }

    /** The visitor has set the idle timeout. */
    void idleSet() {
        idleBy = visitor();
    }

    boolean hasSetIdle(SessionVisit visit) {
        return idleBy == visit;
    }

    /** What was asked for outside of requests is compared by all of them, as long as there is one. */
    void takeOverOutside(SessionVisit visit) {
        session.tracked().takeOver(outside, visit.asked());
    }

    AccessedAttributes outside() {
        return outside;
    }

    /** What a request has to save: what it got values of, and what was got outside of requests. */
    AttributeSelection mine(SessionVisit visit) {
        return shared ? new RequestSelection(visit.asked(), outside) : AttributeSelection.ALL;
    }

    /**
     * All that may have values in hand, as long as the caller has the monitor of the attributes: without it, requests enter.
     *
     * @param but a visit that does not count; null for none
     */
    List<AccessedAttributes> holders(@Nullable SessionVisit but) {
        var holders = new ArrayList<AccessedAttributes>();
        holders.add(outside);
        addOthers(holders, but);
        return holders;
    }

    /** The same, but for threads that are in no request. */
    List<AccessedAttributes> others(SessionVisit but) {
        var others = new ArrayList<AccessedAttributes>();
        addOthers(others, but);
        return others;
    }

    private void addOthers(List<AccessedAttributes> others, @Nullable SessionVisit but) {
        for (var each : visits) {
            if (each != but) {
                others.add(each.asked());
            }
        }
    }

    /** The holders that keep what they have in hand when a request has saved. */
    List<AccessedAttributes> holdersAfter(SessionVisit visit, boolean last) {
        return last && !shared ? List.of() : holders(last ? visit : null);
    }

    /** How often a request, or a thread in no request, asked for attributes. */
    long timesAsked(SessionVisit visit) {
        return timesAskedOutside() + session.tracked().times(visit.asked());
    }

    long timesAskedOutside() {
        return session.tracked().times(outside);
    }
}
