package org.vedfolnir.session;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.catalina.SessionListener;
import org.apache.catalina.authenticator.SavedRequest;
import org.apache.catalina.realm.GenericPrincipal;
import org.apache.catalina.session.StandardSession;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Authentication;
import org.vedfolnir.session.document.EncodedAttribute;
import org.vedfolnir.session.document.Part;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.StoreUnavailableException;

/**
 * One request's copy of a session, of one version. Two requests never share one, on one node no more than on two: what they
 * changed meets when it is saved. Tomcat's {@code StandardSession} does what the servlet specification says of attributes,
 * listeners and validity; this class says where attributes come from, and that only the store knows the time.
 */
final class VedfolnirSession extends StandardSession {

    private static final long serialVersionUID = 1;
    /** How the servlet specification usually spells that a session does not time out. */
    private static final int NEVER = -1;

    private static final System.Logger LOG = System.getLogger(VedfolnirSession.class.getName());

    private final transient VedfolnirSessionManager engine;
    private final transient List<SessionEvent> pending = new ArrayList<>();
    private transient SessionDocument read;
    private transient SessionAttributes tracked;
    private final transient SessionSignOn signOn;
    private transient @Nullable SessionId storedId;
    /** What the application calls what lies under {@code storedId}. */
    private transient @Nullable String storedAs;

    private transient EndReason endReason = EndReason.INVALIDATED;
    private transient boolean endedInStore;
    private transient boolean endedHere;
    private transient boolean lost;
    private transient boolean crossed;
    private transient boolean onlyLookedAt;
    private transient boolean passive;
    private transient long began = System.nanoTime();
    /** When the request asked for it; {@code began} moves with each recorded use. */
    private transient long accessed = began;
    /** No request has it: whoever still holds it has the copy of one that is over. */
    private transient volatile boolean over;

    private transient volatile @Nullable HeldSession held;
    private transient boolean loginRestored;
    private transient boolean loginChanged;
    /** How often attributes had been asked for when the application had its turn; -1 while it has. */
    private transient long settledAt = -1;

    private transient boolean heldOutside;
    /** What the store gave of the parts of a session that ended; null while it lives. */
    private transient @Nullable Map<String, EncodedAttribute> left;

    /** A session that no store knows yet. */
    VedfolnirSession(VedfolnirSessionManager manager, SessionDocument fresh) {
        super(manager);
        this.engine = manager;
        this.signOn = new SessionSignOn(this, manager);
        this.read = fresh;
        this.tracked = track(fresh);
        pending.add(new SessionEvent.Created());
    }

    /** A session that the store gave away, or that an operator looks at: nobody knows another id of it than the store's. */
    VedfolnirSession(VedfolnirSessionManager manager, SessionId storedId, SessionDocument document, long lastAccess) {
        this(manager, storedId.value(), storedId, false, document, lastAccess);
    }

    /**
     * A session as the store has it.
     *
     * @param id what the application calls it
     * @param crossed whether that is the id of a session of another application, from which the request came
     */
    VedfolnirSession(
            VedfolnirSessionManager manager,
            String id,
            SessionId storedId,
            boolean crossed,
            SessionDocument document,
            long lastAccess) {
        super(manager);
        this.engine = manager;
        this.signOn = new SessionSignOn(this, manager);
        this.read = document;
        this.tracked = track(document);
        this.storedId = storedId;
        this.storedAs = id;
        this.crossed = crossed;
        this.id = id;
        this.creationTime = document.createdAt().toEpochMilli();
        var used = manager.lastUses().of(document.handle(), lastAccess);
        this.lastAccessedTime = Math.max(creationTime, used); // two clocks: a node's and the store's
        this.thisAccessedTime = lastAccessedTime;
        this.maxInactiveInterval =
                document.idle() == 0 ? NEVER : (int) Math.min(Integer.MAX_VALUE, Math.max(1, document.idle() / 1000));
        restore(document.authentication());
        this.listeners = manager.containerListeners().of(document.handle());
        this.isValid = true;
    }

    private SessionAttributes track(SessionDocument document) {
        var activation = new Activation(() -> new HttpSessionEvent(getSession()), () -> engine.getContext()
                .getLogger());
        var attributes = engine.values().track(document, this::part, activation, this::exclude);
        this.attributes = attributes;
        return attributes;
    }

    private @Nullable EncodedAttribute part(String name, Part part) {
        if (left != null) {
            return left.get(name);
        }
        return storedId == null ? null : engine.part(storedId, read, name);
    }

    private void restore(@Nullable Authentication authentication) {
        if (authentication != null) {
            this.principal = principal(authentication);
            this.authType = authentication.type().isEmpty() ? null : authentication.type();
        }
    }

    @Override
    public HttpSession getSession() {
        if (facade == null) {
            facade = new SessionFacade(this);
        }
        return facade;
    }

    /** The moment that the document tells, to the millisecond: it is the same in every request. */
    @Override
    public void setCreationTime(long time) {
        super.setCreationTime(storedId == null ? read.createdAt().toEpochMilli() : time);
    }

    /** From here on it is the session of an application into which a request crossed, under that request's id. */
    void cross() {
        crossed = true;
        storedAs = null;
    }

    private SessionId storedUnder(String id) {
        var known = storedId;
        return known != null && id.equals(storedAs) ? known : engine.stored(id, crossed);
    }

    /** The container's rule for distributable applications, for each: what cannot travel is refused where it is set. Servlet 6.0 §7.7.2. */
    @Override
    public void setAttribute(String name, Object value, boolean notify) {
        if (isValid && LocalAttributes.isLocal(value)) {
            engine.keepLocal(this, name, value);
            return;
        }
        if (name != null
                && value != null
                && isValid
                && !isAttributeDistributable(name, value)
                && !exclude(name, value)) {
            throw new IllegalArgumentException(
                    "The session attribute '" + name + "' cannot be kept outside of this process: "
                            + value.getClass()
                            + " is not Serializable. Make it so, keep the value in the request, or leave the attribute"
                            + " out of the store with sessionAttributeNameFilter: then it lives as long as its"
                            + " request.");
        }
        super.setAttribute(name, value, notify);
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        var value = isValid ? local(name) : null;
        return value == null ? super.getAttribute(name) : value;
    }

    @Override
    public void removeAttribute(String name, boolean notify) {
        if (!isValid || name == null || !engine.local().remove(this, name)) {
            super.removeAttribute(name, notify);
        }
    }

    /** An attribute of the container's own that this node keeps. */
    @Nullable
    Object local(String name) {
        return name == null ? null : engine.local().get(read.handle(), name);
    }

    /** Whether the request that it was opened for is over. A session that ends is what its listeners see. */
    boolean isOver() {
        return over && isValid && !endedInStore;
    }

    /** From here on it is only held. */
    void leave() {
        over = true;
    }

    /** The session as it is now, for whoever holds this copy. */
    HeldSession held() {
        var known = held;
        if (known == null) {
            known = new HeldSession(engine, this);
            held = known;
        }
        return known;
    }

    /** Tomcat's own callers hold a session that they found as well. */
    @Override
    public long getLastAccessedTime() {
        return isOver() ? held().lastUse() : super.getLastAccessedTime();
    }

    @Override
    public void setMaxInactiveInterval(int interval) {
        super.setMaxInactiveInterval(interval);
        if (isOver()) {
            commit(true);
        }
    }

    @Override
    public boolean isAttributeDistributable(String name, Object value) {
        return super.isAttributeDistributable(name, value) || engine.values().storable(value);
    }

    /** Nothing of this request is saved any more. */
    void giveUp() {
        lost = true;
    }

    /** Tomcat's request holds it and does not mean it: the request drops it, and nothing of it is saved. */
    void detach() {
        giveUp();
        isValid = false;
        engine.inUse().end(this);
    }

    /** The store did not take what the request made of it: the request has no session any more. One that never was is told to its listeners. */
    void abandon() {
        giveUp();
        if (storedId == null) {
            expire(true);
        } else {
            isValid = false;
        }
    }

    /** Somebody looked it up; whoever goes on to use it moves its end. */
    VedfolnirSession onlyLookedAt() {
        onlyLookedAt = true;
        over = true;
        return this;
    }

    /** The request that reads it does not use it: its end does not move, however long that takes. */
    VedfolnirSession passive() {
        passive = true;
        return this;
    }

    @Override
    public void access() {
        super.access();
        over = false;
        began = System.nanoTime();
        accessed = began;
        if (engine.getSessionActivityCheck() && !passive) {
            engine.inUse().begin(this);
        }
        if (onlyLookedAt && storedId != null) {
            onlyLookedAt = false;
            if (!engine.touch(storedId)) {
                endedElsewhere();
            }
        }
    }

    /** Under which id the store has it; null while it has not. */
    @Nullable
    SessionId storedId() {
        return storedId;
    }

    SessionDocument document() {
        return read;
    }

    long lastAccess() {
        return lastAccessedTime;
    }

    /** Records an event in the step that saves this request's changes. */
    void record(SessionEvent event) {
        pending.add(event);
    }

    void endBecause(EndReason reason) {
        endReason = reason;
    }

    @Override
    public void addSessionListener(SessionListener listener) {
        super.addSessionListener(listener);
        engine.containerListeners().add(read.handle(), listener);
    }

    @Override
    public void removeSessionListener(SessionListener listener) {
        super.removeSessionListener(listener);
        engine.containerListeners().remove(read.handle(), listener);
    }

    @Override
    public @Nullable Object getNote(String name) {
        restoreLogin(name);
        return super.getNote(name);
    }

    @Override
    public void setNote(String name, Object value) {
        restoreLogin(name);
        super.setNote(name, value);
        loginChanged |= PendingLogin.holds(name);
    }

    @Override
    public void removeNote(String name) {
        restoreLogin(name);
        super.removeNote(name);
        loginChanged |= PendingLogin.holds(name);
    }

    /** Tomcat keeps a login under way in notes, which it takes for this node's own. */
    private void restoreLogin(String note) {
        if (loginRestored || !PendingLogin.holds(note)) {
            return;
        }
        loginRestored = true;
        var saved = read.pendingLogin() == null ? null : PendingLogin.read(read.pendingLogin());
        if (saved != null) {
            super.setNote(PendingLogin.REQUEST_NOTE, saved);
            super.setNote(PendingLogin.ID_NOTE, id);
        }
    }

    private @Nullable String pendingLogin() {
        return super.getNote(PendingLogin.REQUEST_NOTE) instanceof SavedRequest saved
                ? PendingLogin.write(saved)
                : null;
    }

    /** The session belongs to a single sign-on from its next save on; false when it cannot. */
    boolean join(SessionId other) {
        if (!crossed) {
            signOn.join(other);
        }
        return !crossed;
    }

    /** The same with one that begins with this session. */
    boolean begin(SessionId other, Authentication who) {
        if (!crossed) {
            signOn.begin(other, who);
        }
        return !crossed;
    }

    SessionSignOn signOn() {
        return signOn;
    }

    /** The store counts idle time; a node's clock ends nothing. Servlet 6.0 §7.5. */
    @Override
    public boolean isValid() {
        return isValid;
    }

    @Override
    protected boolean isValidInternal() {
        return isValid;
    }

    @Override
    public void setId(String id, boolean notify) {
        super.setId(id, notify);
        if (storedId != null && !storedId.equals(storedUnder(id))) {
            pending.add(new SessionEvent.IdChanged());
        }
    }

    /** Ended in the store first: a listener that throws must not keep a session alive (CVE-2021-34428). */
    @Override
    public void expire(boolean notify) {
        if (!isValid || expiring) {
            return;
        }
        var over = signOn.beginEnd();
        // who ended it tells the listeners, and nobody else: destroyed once in the cluster
        endedHere = endedInStore || storedId == null || endInStore(storedId);
        endedInStore = true;
        if (over != null) {
            engine.signOff().finish(over);
        }
        super.expire(notify && endedHere);
        engine.containerListeners().forget(read.handle());
        engine.local().end(this);
    }

    /** Ends it and tells the listeners; false when somebody else ended it before. */
    boolean end(EndReason reason) {
        endBecause(reason);
        expire(true);
        return endedHere;
    }

    /** Tomcat removes them one by one when the session has ended; nobody can read them any more, and most tell nobody of it. */
    @Override
    protected String[] keys() {
        var names = isValid || engine.tellsOfAttributes() ? tracked.keySet() : tracked.mayBeTold();
        return names.toArray(String[]::new);
    }

    private boolean endInStore(SessionId stored) {
        var ended = engine.end(stored, event(new SessionEvent.Ended(endReason)), read);
        left = ended.orElse(Map.of());
        return ended.isPresent();
    }

    /**
     * Fires what the specification asks for when a session ends that the store has removed already.
     *
     * @param parts the values that lay beside its document
     */
    void expiredInStore(Map<String, EncodedAttribute> parts) {
        left = parts;
        endedInStore = true;
        super.expire(true);
        engine.containerListeners().forget(read.handle());
        engine.local().end(this);
        signOn.leave();
    }

    /** Outside of a request's scope nobody else saves: an error page, a thread of the application. */
    @Override
    public void endAccess() {
        isNew = false;
        over = true; // first: what another thread sets from here on is saved by itself
        engine.inUse().end(this);
        if (RequestScope.current(engine) == null && isValid) {
            commit(true);
        }
        if (isValid && !passive && storedId != null) {
            var now = engine.storeTime();
            var took = engine.getSessionLastAccessAtStart() ? (System.nanoTime() - accessed) / 1_000_000 : 0;
            engine.lastUses().add(read.handle(), now - took, now);
        }
    }

    /** The idle time of a session begins at the end of its request; worth a question only when that took long. */
    private void countFromHere() {
        var took = (System.nanoTime() - began) / 1_000_000;
        if (passive
                || engine.getSessionLastAccessAtStart()
                || took <= engine.slack().request(idle())) {
            return;
        }
        began = System.nanoTime();
        try {
            stayAlive();
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "The end of a request was not recorded: {0}", e.getMessage());
        }
    }

    /** Moves the session's end, if it has one; false when the session is not there any more. */
    boolean stayAlive() {
        var stored = storedId;
        return isValid && (stored == null || idle() <= 0 || engine.touch(stored));
    }

    /**
     * Saves what changed; nothing when nothing did.
     *
     * @param last whether the application has had its turn
     */
    void commit(boolean last) {
        if (!isValid || expiring || lost) {
            return;
        }
        if (isUntouched()) {
            if (last) {
                countFromHere();
            }
            return;
        }
        tracked.passivate();
        save();
        if (!last && isValid) {
            tracked.activate();
        }
        settledAt = last && !heldOutside ? tracked.asked() : -1;
    }

    /** The application has its turn, or has it once more. Who got values before, or gets them now, may change them in place when it is over. */
    void goOn() {
        heldOutside = tracked.asked() > 0;
        settledAt = -1;
    }

    /** Whether something was set that the store does not have; to tell what changed in place takes a {@link #commit}. */
    boolean hasNews() {
        return isValid && (!pending.isEmpty() || tracked.hasNews());
    }

    /**
     * Whether there is nothing to save for certain: asked several times a request, by whoever may be the last to see it before the
     * client does.
     */
    private boolean isUntouched() {
        return storedId != null
                && id.equals(storedAs)
                && pending.isEmpty()
                && !loginChanged
                && signOn.change() == null
                && idle() == read.idle()
                && Objects.equals(authentication(), read.authentication())
                && (tracked.isUntouched() || settledAt == tracked.asked());
    }

    /** A change that cannot be encoded, or that the store did not take, fails the request; nobody tries again behind the client's back. */
    private void save() {
        lost = true;
        var change = change();
        var nothing = change.isEmpty() && storedId != null;
        if (!nothing && !signOn.knows(change, idle())) {
            lost = false;
            endSignedOff();
            return;
        }
        var saved = nothing ? Optional.of(read) : engine.save(change, read);
        lost = false;
        if (nothing) {
            return;
        }
        began = System.nanoTime();
        if (saved.isEmpty()) {
            endedElsewhere();
            return;
        }
        var fresh = storedId == null;
        read = saved.get();
        tracked.rebase(read);
        storedId = change.id();
        storedAs = id;
        engine.local().saved(read.handle(), change.id());
        loginChanged = false;
        pending.clear();
        if (!signOn.stands(fresh)) {
            endSignedOff();
        }
    }

    /** Somebody else ended its single sign-on. */
    void endSignedOff() {
        signOn.endsWithoutUs();
        end(EndReason.SIGNED_OUT);
    }

    /** Somebody ended it meanwhile, and told the listeners: this copy just stops being a session. */
    void endedElsewhere() {
        endedInStore = true;
        isValid = false;
        engine.local().end(this);
    }

    private SessionChange change() {
        for (var name : tracked.dropped()) {
            pending.add(new SessionEvent.AttributeDropped(name));
            engine.countDropped();
        }
        var now = storedUnder(id);
        var former = storedId == null || storedId.equals(now) ? null : storedId;
        var authentication = authentication();
        var authenticated = !Objects.equals(authentication, read.authentication());
        var idle = idle() == read.idle() ? null : idle();
        var login = loginChanged ? pendingLogin() : read.pendingLogin();
        var loggingIn = !Objects.equals(login, read.pendingLogin());
        var savedAnyway =
                storedId == null || former != null || idle != null || authenticated || loggingIn || !pending.isEmpty();
        return new SessionChange(
                now,
                former,
                tracked.changes(savedAnyway),
                tracked.onlyOver(),
                idle,
                authenticated,
                authentication,
                loggingIn,
                login,
                signOn.change(),
                pending.stream().map(this::event).toList());
    }

    NewEvent event(SessionEvent event) {
        return engine.event(event, read.handle(), engine.values().userOf(tracked::get, authentication()));
    }

    private long idle() {
        return maxInactiveInterval <= 0 ? 0 : maxInactiveInterval * 1000L;
    }

    private @Nullable Authentication authentication() {
        Principal who = principal;
        return who == null ? null : authentication(who, authType);
    }

    static Authentication authentication(Principal who, @Nullable String type) {
        var roles = who instanceof GenericPrincipal generic ? Arrays.asList(generic.getRoles()) : List.<String>of();
        return new Authentication(type == null ? "" : type, who.getName(), roles);
    }

    static Principal principal(Authentication authentication) {
        return new GenericPrincipal(authentication.name(), authentication.roles());
    }

    /** A fresh document for a session that begins. */
    static SessionDocument fresh(String handle, long idle, long until, Instant now) {
        return new SessionDocument(0, until, idle, handle, now, now, null, null, Map.of());
    }
}
