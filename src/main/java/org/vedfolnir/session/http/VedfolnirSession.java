package org.vedfolnir.session.http;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.ActivationNotifier;
import org.vedfolnir.session.attribute.TrackedAttributes;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.http.save.SessionSave;
import org.vedfolnir.session.http.save.SignOnMembership;
import org.vedfolnir.session.http.save.StoredState;
import org.vedfolnir.session.local.ContainerAttributes;
import org.vedfolnir.session.store.SessionId;

/**
 * A live session: as long as requests are in it ({@link SessionVisit}), one of them, or with {@code concurrency} {@code shared} all those of this
 * node. Other nodes' changes meet it when it is saved, and when a request enters it. Tomcat's {@code StandardSession} does what the servlet
 * specification says of attributes, listeners and validity; this class says where attributes come from, and that only the store knows the time.
 * Its parts do the rest: {@link SessionSave}, {@link SessionEnd}, {@link SessionVisits}, {@link TrackedAttributes}.
 */
public final class VedfolnirSession extends ContainerSession {

    private static final long serialVersionUID = 1;

    private final transient SignOnMembership signOn;
    private final transient SessionVisits visits;
    private final transient SessionEnd ending;
    private final transient StoredValues values;
    private final transient TrackedAttributes tracked;
    private final transient SessionSave save;
    private transient volatile @Nullable RetainedSession retained;

    private VedfolnirSession(SessionRuntime runtime, StoredState stored) {
        super(runtime, stored);
        this.signOn = new SignOnMembership(stored, runtime);
        this.visits = new SessionVisits(runtime, this);
        this.ending = new SessionEnd(runtime, this);
        this.values = new StoredValues(runtime, stored, visits, ending);
        this.tracked = track();
        this.attributes = tracked.map();
        this.save = new SessionSave(runtime, this, stored, tracked, signOn);
        this.facade = new SessionFacade(this);
    }

    /** A session that no store knows yet. */
    public VedfolnirSession(SessionRuntime runtime, SessionDocument fresh) {
        this(runtime, new StoredState(fresh));
        record(new SessionEvent.Created());
    }

    /** A session that the store gave away, or that an operator inspects: no other id of it is known than the store's. */
    public VedfolnirSession(SessionRuntime runtime, SessionId storedId, SessionDocument document, long lastAccess) {
        this(runtime, storedId.value(), storedId, document, lastAccess);
    }

    /**
     * A session as the store has it.
     *
     * @param id what the application calls it
     */
    public VedfolnirSession(
            SessionRuntime runtime, String id, SessionId storedId, SessionDocument document, long lastAccess) {
        this(runtime, new StoredState(document, storedId, id));
        restore(id, lastAccess);
    }

    private TrackedAttributes track() {
        var activation = new ActivationNotifier(() -> new HttpSessionEvent(getSession()), () -> runtime.context()
                .getLogger());
        var parts = runtime.components();
        return parts.values()
                .track(
                        stored.document(),
                        values,
                        activation,
                        parts.attributes().placing(this::exclude),
                        locals(),
                        visits::asking,
                        values);
    }

    /** The last request has left it. */
    void rest() {
        if (isValid) {
            values.keep(tracked);
        }
    }

    /** One for all requests that are in it: applications lock on it. */
    @Override
    public HttpSession getSession() {
        return facade;
    }

    /** What cannot travel is refused where it is set, if the application or the operator says so. Servlet 6.0 §7.7.2. */
    @Override
    public void setAttribute(String name, Object value, boolean notify) {
        if (isValid && ContainerAttributes.isLocal(value)) {
            locals().keepOfContainer(name, value);
            return;
        }
        var parts = runtime.components();
        if (name != null
                && value != null
                && isValid
                && parts.attributes().refusesUnserializable()
                && !exclude(name, value)) {
            parts.values().requireStorable(name, value);
        }
        super.setAttribute(name, value, notify);
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        var value = isValid ? locals().ofContainer(name) : null;
        return value == null ? super.getAttribute(name) : value;
    }

    @Override
    public void removeAttribute(String name, boolean notify) {
        if (!isValid || name == null || !locals().removeOfContainer(name)) {
            super.removeAttribute(name, notify);
        }
    }

    @Override
    public boolean isAttributeDistributable(String name, Object value) {
        var parts = runtime.components();
        // else Tomcat would refuse what may stay on this node
        return !parts.attributes().refusesUnserializable()
                || super.isAttributeDistributable(name, value)
                || parts.values().storable(value);
    }

    /** Tomcat removes them one by one when the session has ended; they cannot be read any more, and most notify no listener. */
    @Override
    protected String[] keys() {
        var names = isValid || runtime.components().attributes().tellsOfAttributes()
                ? tracked.names()
                : tracked.mayBeNotified();
        return names.toArray(String[]::new);
    }

    /** Requests of this node may enter it while others are in it. */
    public VedfolnirSession share() {
        visits.share();
        return this;
    }

    /** Whether an object that holds it has what was true when a request was in it. A session that ends is what its listeners see. */
    public boolean isOver() {
        return visits.areOver() && isValid && !ending.isInStore();
    }

    /**
     * Whether a request that has found the session in the store may go on in this one, which others are in. If so, it takes over what other
     * nodes saved.
     *
     * @param found the session as the store has it
     */
    boolean goesOnAs(VedfolnirSession found) {
        if (!isValid || expiring || ending.isInStore() || storedId() == null) {
            return false;
        }
        synchronized (tracked) {
            if (found.document().version() > document().version()) {
                refresh(found);
                // two nodes have changed the id: the change of this one is not saved, and will not be
                if (!Objects.equals(storedId(), found.storedId())) {
                    return false;
                }
            }
        }
        lastAccessedTime = Math.max(lastAccessedTime, found.lastAccessedTime);
        return true;
    }

    private void refresh(VedfolnirSession found) {
        tracked.refresh(found.document(), visits.holders(null));
        refreshBesideAttributes(found);
    }

    /** A request that used it is over. */
    void used(long tookMillis) {
        if (storedId() != null) {
            var now = runtime.persistence().storeTime();
            lastAccessedTime = Math.max(lastAccessedTime, now - tookMillis);
            runtime.components().lastAccessTimes().add(handle(), now - tookMillis, now);
        }
    }

    /** The session as it is now, for an object that holds this one. */
    RetainedSession retained() {
        var known = retained;
        if (known == null) {
            known = new RetainedSession(runtime, this);
            retained = known;
        }
        return known;
    }

    /** Tomcat's own callers hold a session that they found as well. */
    @Override
    public long getLastAccessedTime() {
        return isOver() ? retained().lastUse() : super.getLastAccessedTime();
    }

    @Override
    public void setMaxInactiveInterval(int interval) {
        super.setMaxInactiveInterval(interval);
        visits.idleSet();
        if (isOver()) {
            commit();
        }
    }

    @Override
    void userSet() {
        visits.userSet();
    }

    @Override
    public void setId(String id, boolean notify) {
        stored.leaveCrossing();
        super.setId(id, notify);
        if (storedId() != null && !storedId().equals(storedUnder(id))) {
            record(new SessionEvent.IdChanged());
        }
    }

    @Override
    public void expire(boolean notify) {
        ending.expire(notify);
    }

    /** Ends it and notifies the listeners; false when it was ended before. */
    public boolean end(EndReason reason) {
        return ending.end(reason);
    }

    /** What Tomcat does at the end of a session, on this node. */
    void expireHere(boolean notify) {
        super.expire(notify);
    }

    /** It is no session from here on; no listener is notified. */
    void invalidateHere() {
        isValid = false;
    }

    boolean isExpiring() {
        return expiring;
    }

    /** Moves the session's end, if it has one; false when the session is not there any more. */
    public boolean stayAlive() {
        var place = storedId();
        return isValid && (place == null || idle() <= 0 || runtime.persistence().touch(place));
    }

    /** Saves what changed, where no request is in it. */
    public void commit() {
        runtime.committer().commit(this);
    }

    /** Records an event in the step that saves this request's changes. */
    public void record(SessionEvent event) {
        save.record(event);
    }

    /** An event of this session that is recorded by itself. */
    public NewEvent event(SessionEvent event) {
        return save.event(event);
    }

    public SignOnMembership signOn() {
        return signOn;
    }

    public SessionEnd ending() {
        return ending;
    }

    SessionSave save() {
        return save;
    }

    SessionVisits visits() {
        return visits;
    }

    TrackedAttributes tracked() {
        return tracked;
    }
}
