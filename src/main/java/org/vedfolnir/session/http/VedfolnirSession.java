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
 * A live session while requests use it ({@link SessionVisit}): one request, or with {@code concurrency} {@code shared}
 * all those of this node. Changes of other nodes are merged when it is saved, and when a request joins it. Tomcat's
 * {@code StandardSession} implements the servlet specification's rules for attributes, listeners and validity. This
 * class provides the attributes, and lets only the store expire a session. Its parts are {@link SessionSave}, {@link
 * SessionEnd}, {@link SessionVisits} and {@link TrackedAttributes}.
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

    /** Creates a session that is not stored yet. */
    public VedfolnirSession(SessionRuntime runtime, SessionDocument fresh) {
        this(runtime, new StoredState(fresh));
        record(new SessionEvent.Created());
    }

    /** Creates a session that the store returned for expiry, or that an operator inspects: only its stored id is known. */
    public VedfolnirSession(SessionRuntime runtime, SessionId storedId, SessionDocument document, long lastAccess) {
        this(runtime, storedId.value(), storedId, document, lastAccess);
    }

    /**
     * Creates a session as stored.
     *
     * @param id the id that the application sees
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
                        visits::current,
                        values);
    }

    /** The last request has left. */
    void rest() {
        if (isValid) {
            values.keep(tracked);
        }
    }

    /** Returns one object for all requests that use the session, because applications lock on it. */
    @Override
    public HttpSession getSession() {
        return facade;
    }

    /** Refuses an attribute that cannot be serialized, if the application or the operator demands it. Servlet 6.0 §7.7.2. */
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
            parts.values().requireStorable(name, value, tracked.known(name));
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
        // otherwise Tomcat would refuse what may stay on this node
        return !parts.attributes().refusesUnserializable()
                || super.isAttributeDistributable(name, value)
                || parts.values().storable(value);
    }

    /** Tomcat removes these one by one after the session has ended; they can no longer be read, and most notify no listener. */
    @Override
    protected String[] keys() {
        var names = isValid || runtime.components().attributes().hasAttributeListener()
                ? tracked.names()
                : tracked.mayBeNotified();
        return names.toArray(String[]::new);
    }

    /** Other requests of this node may use it as well. */
    public VedfolnirSession share() {
        visits.share();
        return this;
    }

    /** Whether no request uses it, so that it has the state of its last request. An ending session is not over for its listeners. */
    public boolean isOver() {
        return visits.areOver() && isValid && !ending.isInStore();
    }

    /**
     * Whether a request that opened the session in the store can use this object, which others use. If so, it takes
     * over what other nodes saved.
     *
     * @param found the session as stored
     */
    boolean continuesAs(VedfolnirSession found) {
        if (!isValid || expiring || ending.isInStore() || storedId() == null) {
            return false;
        }
        synchronized (tracked) {
            if (found.document().version() > document().version()) {
                refresh(found);
                // two nodes have changed the id: this node's change is not saved, and will not be
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

    /** A request that used it has ended. */
    void used(long tookMillis) {
        if (storedId() != null) {
            var now = runtime.persistence().storeTime();
            lastAccessedTime = Math.max(lastAccessedTime, now - tookMillis);
            runtime.components().lastAccessTimes().add(handle(), now - tookMillis, now);
        }
    }

    /** The current session, for an object that keeps this one. */
    RetainedSession retained() {
        var known = retained;
        if (known == null) {
            known = new RetainedSession(runtime, this);
            retained = known;
        }
        return known;
    }

    /** Tomcat's own callers keep a session that they found, too. */
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

    /** Ends it and notifies the listeners; false if it had already ended. */
    public boolean end(EndReason reason) {
        return ending.end(reason);
    }

    /** Runs what Tomcat does at the end of a session, on this node. */
    void expireHere(boolean notify) {
        super.expire(notify);
    }

    /** Makes it invalid; no listener is notified. */
    void invalidateHere() {
        isValid = false;
    }

    boolean isExpiring() {
        return expiring;
    }

    /** Moves the session's end, if it has one; false if the session no longer exists. */
    public boolean stayAlive() {
        var place = storedId();
        return isValid && (place == null || idle() <= 0 || runtime.persistence().touch(place));
    }

    /** Saves the changes if no request uses it. */
    public void commit() {
        runtime.committer().commit(this);
    }

    /** Records an event together with this request's changes. */
    public void record(SessionEvent event) {
        save.record(event);
    }

    /** Creates an event of this session that is recorded by itself. */
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
