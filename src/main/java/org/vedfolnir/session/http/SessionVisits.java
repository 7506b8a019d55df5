package org.vedfolnir.session.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.access.AccessedAttributes;
import org.vedfolnir.session.attribute.access.AttributeSelection;
import org.vedfolnir.session.attribute.access.RequestSelection;

/** The requests that use one session, and the attributes that each of them has read. Thread-safe. */
final class SessionVisits {

    private final SessionRuntime runtime;
    private final VedfolnirSession session;
    private final Set<SessionVisit> visits = ConcurrentHashMap.newKeySet();
    /** Attributes read on threads outside of requests, and all if requests do not share the session. */
    private final AccessedAttributes outside = new AccessedAttributes();

    private boolean shared;
    /** No request uses the session: an object that still has it sees the state of its last request. */
    private volatile boolean over;
    /** A request's change was not saved, so values may differ from those in the store. */
    private volatile boolean spoilt;
    /** The visit that last set the user; null if that visit has left. */
    private volatile @Nullable SessionVisit userBy;
    /** The visit that last set the idle timeout; null if that visit has left. */
    private volatile @Nullable SessionVisit idleBy;

    SessionVisits(SessionRuntime runtime, VedfolnirSession session) {
        this.runtime = runtime;
        this.session = session;
    }

    /** Other requests of this node may use the session as well. */
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
        session.tracked().release(visit.accessed());
        userBy = userBy == visit ? null : userBy;
        idleBy = idleBy == visit ? null : idleBy;
        over = visits.isEmpty();
    }

    /** No request uses the session from here on. */
    void leaveAll() {
        over = true;
    }

    boolean isEmpty() {
        return visits.isEmpty();
    }

    /** Whether no other request uses the session. */
    boolean isOnly(SessionVisit visit) {
        return visits.size() == 1 && visits.contains(visit);
    }

    boolean areOver() {
        return over;
    }

    /** A change was not saved; its request may have left. */
    void spoil() {
        spoilt = true;
    }

    boolean isSpoilt() {
        return spoilt;
    }

    /** Returns the record of the attributes that the current caller reads. */
    AccessedAttributes current() {
        var visit = shared ? visitor() : null;
        return visit != null ? visit.accessed() : outside;
    }

    /** Returns the visit on this thread; null if there is none. */
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

    /** What was read outside of requests is compared by all requests, as long as there is one. */
    void takeOverOutside(SessionVisit visit) {
        session.tracked().takeOver(outside, visit.accessed());
    }

    AccessedAttributes outside() {
        return outside;
    }

    /** What a request has to save: the values that it read, and those that were read outside of requests. */
    AttributeSelection mine(SessionVisit visit) {
        return shared ? new RequestSelection(visit.accessed(), outside) : AttributeSelection.ALL;
    }

    /**
     * Returns all records of read attributes. The caller must hold the attributes' monitor, since requests may enter
     * otherwise.
     *
     * @param but a visit to leave out; null for none
     */
    List<AccessedAttributes> holders(@Nullable SessionVisit but) {
        var holders = new ArrayList<AccessedAttributes>();
        holders.add(outside);
        addOthers(holders, but);
        return holders;
    }

    /** Returns the records of other requests, without that of threads outside of requests. */
    List<AccessedAttributes> others(SessionVisit but) {
        var others = new ArrayList<AccessedAttributes>();
        addOthers(others, but);
        return others;
    }

    private void addOthers(List<AccessedAttributes> others, @Nullable SessionVisit but) {
        for (var each : visits) {
            if (each != but) {
                others.add(each.accessed());
            }
        }
    }

    /** The records that stay after a request has saved. */
    List<AccessedAttributes> holdersAfter(SessionVisit visit, boolean last) {
        return last && !shared ? List.of() : holders(last ? visit : null);
    }

    /** How often this request, and threads outside of requests, read attributes. */
    long accessCount(SessionVisit visit) {
        return accessCountOutside() + session.tracked().times(visit.accessed());
    }

    long accessCountOutside() {
        return session.tracked().times(outside);
    }
}
