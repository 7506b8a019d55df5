package org.vedfolnir.session.http;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.catalina.SessionListener;
import org.apache.catalina.authenticator.SavedRequest;
import org.apache.catalina.session.StandardSession;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.ActivationNotifier;
import org.vedfolnir.session.attribute.AttributeChanges;
import org.vedfolnir.session.attribute.NodeLocalValues;
import org.vedfolnir.session.attribute.TrackedAttributes;
import org.vedfolnir.session.attribute.access.AccessedAttributes;
import org.vedfolnir.session.attribute.access.AttributeSelection;
import org.vedfolnir.session.attribute.access.SupersededValue;
import org.vedfolnir.session.document.Authentication;
import org.vedfolnir.session.document.Part;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.engine.SessionChange;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.local.ContainerAttributes;
import org.vedfolnir.session.local.LocalAttributes;
import org.vedfolnir.session.local.LocalOwner;
import org.vedfolnir.session.signon.LoginNotes;
import org.vedfolnir.session.signon.SessionUser;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.failure.EndNotReplicatedException;

/**
 * A live session: as long as requests are in it ({@link SessionVisit}), one of them, or with {@code concurrency} {@code shared} all those of
 * this node. Nobody else has it: what other nodes changed meets it when it is saved, and when another request enters it.
 * Tomcat's {@code StandardSession} does what the servlet specification says of attributes, listeners and validity; this class says where
 * attributes come from, and that only the store knows the time.
 */
public final class VedfolnirSession extends StandardSession implements LocalOwner {

    private static final long serialVersionUID = 1;
    /** How the servlet specification usually spells that a session does not time out. */
    private static final int NEVER = -1;

    /** So often a session is looked at, the last time by a thread that has its turn. */
    private static final int PREPARATIONS = 3;

    private final transient SessionRuntime runtime;
    private final transient List<SessionEvent> pending = new ArrayList<>();
    private transient volatile SessionDocument read;
    private transient TrackedAttributes tracked;
    private final transient SignOnMembership signOn;
    private transient volatile @Nullable SessionId storedId;
    /** What the application calls what lies under {@code storedId}. */
    private transient volatile @Nullable String storedAs;

    /** Those that are in it. */
    private final transient Set<SessionVisit> visits = ConcurrentHashMap.newKeySet();
    /** Asked for on threads that are in no request, and where a session has one request only. */
    private final transient AccessedAttributes askedOutside = new AccessedAttributes();

    /** Of what this node alone had of it, what another has set since: told when a request enters. */
    private transient Set<String> superseded = Set.of();

    private transient boolean shared;
    /** What a request changed was not saved, so that values may differ from those in the store. */
    private transient volatile boolean spoilt;

    /** How often it was saved. */
    private transient volatile int saves;

    /** Who set its user last, and its idle timeout; null for whoever was in no request, or nobody. */
    private transient volatile @Nullable SessionVisit userBy;

    private transient volatile @Nullable SessionVisit idleBy;

    private transient EndReason endReason = EndReason.INVALIDATED;

    private transient boolean again;
    private transient volatile boolean endedInStore;
    /** Whoever sets it ends the session. */
    private final transient AtomicBoolean ending = new AtomicBoolean();

    private transient boolean endedHere;
    /** Whether it begins under the id of another application's session. */
    private transient boolean crossed;
    /** No request has it: whoever still holds it has what was true when one had. */
    private transient volatile boolean over;

    private transient volatile @Nullable RetainedSession held;
    /** Of {@code principal} and {@code authType}, what is stored. */
    private transient volatile SessionUser user = new SessionUser(null);

    /** Guards that both are of one user; nobody makes one of the other under it. */
    private final transient Object userChange = new Object();

    private transient boolean loginRestored;
    private transient boolean loginChanged;
    /** What the store gave of the parts of a session that ended; null while it lives. */
    private transient @Nullable Map<String, EncodedAttribute> left;

    /** A session that no store knows yet. */
    public VedfolnirSession(SessionRuntime runtime, SessionDocument fresh) {
        super(runtime.manager());
        this.runtime = runtime;
        this.signOn = new SignOnMembership(this, runtime);
        this.read = fresh;
        this.tracked = track(fresh);
        this.facade = new SessionFacade(this);
        record(new SessionEvent.Created());
    }

    /** A session that the store gave away, or that an operator looks at: nobody knows another id of it than the store's. */
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
        super(runtime.manager());
        this.runtime = runtime;
        this.signOn = new SignOnMembership(this, runtime);
        this.read = document;
        this.tracked = track(document);
        this.facade = new SessionFacade(this);
        this.storedId = storedId;
        this.storedAs = id;
        this.id = id;
        this.creationTime = document.createdAt().toEpochMilli();
        var used = runtime.components().lastAccessTimes().of(document.handle(), lastAccess);
        this.lastAccessedTime = Math.max(creationTime, used); // two clocks: a node's and the store's
        this.thisAccessedTime = lastAccessedTime;
        this.maxInactiveInterval = seconds(document.idle());
        restore(document.authentication());
        this.listeners = runtime.containerListeners().of(document.handle());
        this.isValid = true;
    }

    private static int seconds(long idle) {
        return idle == 0 ? NEVER : (int) Math.min(Integer.MAX_VALUE, Math.max(1, idle / 1000));
    }

    private TrackedAttributes track(SessionDocument document) {
        var activation = new ActivationNotifier(() -> new HttpSessionEvent(getSession()), () -> runtime.context()
                .getLogger());
        var attributes = runtime.components()
                .values()
                .track(
                        document,
                        this::part,
                        activation,
                        runtime.components().attributes().placing(this::exclude),
                        new LocalOnes(document.handle()),
                        this::asking,
                        this::decodedBefore);
        this.attributes = attributes.map();
        return attributes;
    }

    private final class LocalOnes implements NodeLocalValues {

        private final String handle;

        LocalOnes(String handle) {
            this.handle = handle;
        }

        @Override
        public Map<String, Object> values() {
            return localAttributes().of(handle);
        }

        @Override
        public void superseded(Set<String> names) {
            superseded = names;
        }
    }

    /** Where the names are noted that somebody gets values of. */
    private AccessedAttributes asking() {
        var visit = shared ? visitor() : null;
        return visit != null ? visit.asked() : askedOutside;
    }

    /** Who of those that are in it is on this thread; null for nobody. */
    private @Nullable SessionVisit visitor() {
        var request = runtime.request();
        var visit = request == null ? null : request.session();
        if (visit != null && visit.session() == this) {
            return visit;
        }
        var changing = RetainedSession.changing();
        return changing != null && changing.session() == this ? changing : null;
    }

    /** What was asked for outside of requests is looked at by all of them, as long as anyone is in. */
    void goesOnOutside(SessionVisit visit) {
        tracked.takeOver(askedOutside, visit.asked());
    }

    private @Nullable EncodedAttribute part(String name, Part part) {
        if (left != null) {
            return left.get(name);
        }
        return storedId == null ? null : runtime.persistence().part(storedId, read, name);
    }

    private @Nullable Object decodedBefore(String name, EncodedAttribute text) {
        return shared && storedId != null ? runtime.persistence().decodedBefore(storedId, name, text) : null;
    }

    /** The last request has left it: the next one need not decode large values once more, unless one was changed and not saved. */
    void rest() {
        var place = storedId;
        if (place != null && isValid && !spoilt && isEmpty()) {
            var decoded = tracked.decoded();
            if (!decoded.isEmpty()) {
                runtime.persistence().rest(place, decoded);
            }
        }
    }

    /** Who it is is told when somebody asks: it may take the realm, or a class of the application. */
    private void restore(@Nullable Authentication authentication) {
        synchronized (userChange) {
            user = new SessionUser(authentication);
            principal = null;
            authType = authentication == null || authentication.type().isEmpty() ? null : authentication.type();
        }
    }

    @Override
    public @Nullable Principal getPrincipal() {
        var who = user;
        if (principal == null && !who.isKnown()) {
            var restored = who.restored(
                    runtime.components().principals(), localAttributes().principalOf(read.handle()));
            synchronized (userChange) {
                if (user.equals(who)) { // else another request has signed in or out meanwhile
                    principal = restored;
                }
            }
        }
        return principal;
    }

    /** One for all requests that are in it: applications lock on it. */
    @Override
    public HttpSession getSession() {
        return facade;
    }

    /** The moment that the document tells, to the millisecond: it is the same in every request. */
    @Override
    public void setCreationTime(long time) {
        super.setCreationTime(storedId == null ? read.createdAt().toEpochMilli() : time);
    }

    /** It begins under the id of another application's session. */
    public void cross() {
        crossed = true;
        storedAs = null;
    }

    /** Where the store keeps it under an id of its own. */
    public SessionId storedUnder(String id) {
        var known = storedId;
        return known != null && id.equals(storedAs) ? known : runtime.opener().stored(id, crossed);
    }

    /** What cannot travel is refused where it is set, if the application or the operator says so. Servlet 6.0 §7.7.2. */
    @Override
    public void setAttribute(String name, Object value, boolean notify) {
        if (isValid && ContainerAttributes.isLocal(value)) {
            keepLocal(name, value);
            return;
        }
        if (name != null
                && value != null
                && isValid
                && runtime.components().attributes().refusesUnserializable()
                && !exclude(name, value)) {
            runtime.components().values().requireStorable(name, value);
        }
        super.setAttribute(name, value, notify);
    }

    private LocalAttributes localAttributes() {
        return runtime.components().localAttributes();
    }

    private void keepLocal(String name, Object value) {
        runtime.containerAttributes().put(this, name, value);
        var serving = runtime.runningIfAny();
        if (serving != null) {
            serving.localEnds().start();
        }
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        var value = isValid ? local(name) : null;
        return value == null ? super.getAttribute(name) : value;
    }

    @Override
    public void removeAttribute(String name, boolean notify) {
        if (!isValid || name == null || !runtime.containerAttributes().remove(this, name)) {
            super.removeAttribute(name, notify);
        }
    }

    /** An attribute of the container's own that this node keeps. */
    @Nullable
    Object local(String name) {
        return name == null ? null : runtime.containerAttributes().get(read.handle(), name);
    }

    /** Requests of this node may enter it while others are in it. */
    public VedfolnirSession share() {
        shared = true;
        return this;
    }

    void enter(SessionVisit visit) {
        visits.add(visit);
        over = false;
        if (!superseded.isEmpty()) {
            localAttributes().supersede(this, superseded);
            superseded = Set.of();
        }
    }

    void leave(SessionVisit visit) {
        visits.remove(visit);
        spoilt |= visit.isLost();
        tracked.release(visit.asked());
        userBy = userBy == visit ? null : userBy;
        idleBy = idleBy == visit ? null : idleBy;
        over = visits.isEmpty();
    }

    /** Whether no request is in it. */
    boolean isEmpty() {
        return visits.isEmpty();
    }

    /** Whether whoever holds it has what was true when a request was in it. A session that ends is what its listeners see. */
    public boolean isOver() {
        return over && isValid && !endedInStore;
    }

    /** From here on it is only held. */
    void leave() {
        over = true;
    }

    /**
     * Whether a request that has found the session in the store may go on in this one, which others are in. If so, it takes over what other
     * nodes saved.
     *
     * @param found the session as the store has it
     */
    boolean goesOnAs(VedfolnirSession found) {
        if (!isValid || expiring || endedInStore || storedId == null) {
            return false;
        }
        synchronized (tracked) {
            if (found.read.version() > read.version()) {
                refresh(found);
                // two nodes have changed the id: the change of this one is not saved, and will not be
                if (!Objects.equals(storedId, found.storedId)) {
                    return false;
                }
            }
        }
        lastAccessedTime = Math.max(lastAccessedTime, found.lastAccessedTime);
        return true;
    }

    private void refresh(VedfolnirSession found) {
        tracked.refresh(found.read, holders(null));
        if (Objects.equals(authentication(), read.authentication())
                && !Objects.equals(found.read.authentication(), read.authentication())) {
            restore(found.read.authentication());
        }
        if (idle() == read.idle()) {
            maxInactiveInterval = found.maxInactiveInterval;
        }
        if (!loginChanged && !Objects.equals(found.read.pendingLogin(), read.pendingLogin())) {
            super.removeNote(LoginNotes.REQUEST_NOTE);
            super.removeNote(LoginNotes.ID_NOTE);
            loginRestored = false;
        }
        if (id.equals(storedAs)) { // another node may have changed the id
            id = found.id;
            storedAs = found.storedAs;
            storedId = found.storedId;
        }
        read = found.read;
    }

    /** Who may have values in hand, but for a request. True as long as the caller has the monitor of the attributes: without it, requests enter. */
    private List<AccessedAttributes> holders(@Nullable SessionVisit but) {
        var holders = new ArrayList<AccessedAttributes>();
        holders.add(askedOutside);
        for (var each : visits) {
            if (each != but) {
                holders.add(each.asked());
            }
        }
        return holders;
    }

    /** Who goes on with what he has in hand when a request has saved. */
    private List<AccessedAttributes> holdersAfter(SessionVisit visit, boolean last) {
        return last && !shared ? List.of() : holders(last ? visit : null);
    }

    /** What a request has to save: what it got values of, and what was got outside of requests. */
    private AttributeSelection mine(SessionVisit visit) {
        return shared ? new Mine(visit.asked(), askedOutside) : AttributeSelection.ALL;
    }

    private record Mine(AccessedAttributes asked, AccessedAttributes outside) implements AttributeSelection {

        @Override
        public boolean includes(String name) {
            return asked.has(name) || outside.has(name);
        }

        @Override
        public boolean includes(SupersededValue value) {
            return value.isInHandOf(asked) || value.isInHandOf(outside);
        }
    }

    /**
     * What a request made of it is not stored: others go on without it.
     *
     * @param storable whether it could have been. Then objects that others have in hand stay as they are, since these may hold a lock on them
     */
    void takeBack(SessionVisit visit, boolean storable) {
        if (shared && isValid && storedId != null) { // else nobody else knows of it
            Supplier<List<AccessedAttributes>> others = () ->
                    holders(visit).stream().filter(each -> each != askedOutside).toList();
            if (storable) {
                tracked.takeBackWhatWasSet(visit.asked(), askedOutside, others);
            } else {
                tracked.takeBack(mine(visit), visit.asked(), askedOutside, others);
            }
            if (userBy == visit) {
                restore(read.authentication());
            }
            if (idleBy == visit) {
                maxInactiveInterval = seconds(read.idle());
            }
        }
    }

    /** How often a request, or somebody outside of requests, asked for attributes. */
    long timesAsked(SessionVisit visit) {
        return tracked.times(askedOutside) + tracked.times(visit.asked());
    }

    /** A request that used it is over. */
    void used(long tookMillis) {
        if (storedId != null) {
            var now = runtime.persistence().storeTime();
            lastAccessedTime = Math.max(lastAccessedTime, now - tookMillis);
            runtime.components().lastAccessTimes().add(read.handle(), now - tookMillis, now);
        }
    }

    /** The session as it is now, for whoever holds this copy. */
    RetainedSession held() {
        var known = held;
        if (known == null) {
            known = new RetainedSession(runtime, this);
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
        idleBy = visitor();
        if (isOver()) {
            commit();
        }
    }

    @Override
    public void setPrincipal(@Nullable Principal principal) {
        synchronized (userChange) {
            if (principal == null || principal != this.principal) {
                user = new SessionUser(principal, authType);
            }
            super.setPrincipal(principal);
        }
        userBy = visitor();
    }

    @Override
    public void setAuthType(@Nullable String authType) {
        if (!Objects.equals(authType, this.authType)) {
            user = new SessionUser(getPrincipal(), authType);
        }
        super.setAuthType(authType);
        userBy = visitor();
    }

    @Override
    public boolean isAttributeDistributable(String name, Object value) {
        // else Tomcat would refuse what may stay on this node
        return !runtime.components().attributes().refusesUnserializable()
                || super.isAttributeDistributable(name, value)
                || runtime.components().values().storable(value);
    }

    /** Under which id the store has it; null while it has not. */
    @Override
    public @Nullable SessionId storedId() {
        return storedId;
    }

    @Override
    public String handle() {
        return read.handle();
    }

    public SessionDocument document() {
        return read;
    }

    public long lastAccess() {
        return lastAccessedTime;
    }

    /** Records an event in the step that saves this request's changes. */
    public void record(SessionEvent event) {
        synchronized (pending) {
            pending.add(event);
        }
    }

    public void endBecause(EndReason reason) {
        endReason = reason;
    }

    @Override
    public void addSessionListener(SessionListener listener) {
        super.addSessionListener(listener);
        runtime.containerListeners().add(read.handle(), listener);
    }

    @Override
    public void removeSessionListener(SessionListener listener) {
        super.removeSessionListener(listener);
        runtime.containerListeners().remove(read.handle(), listener);
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
        loginChanged |= LoginNotes.holds(name);
    }

    @Override
    public void removeNote(String name) {
        restoreLogin(name);
        super.removeNote(name);
        loginChanged |= LoginNotes.holds(name);
    }

    /** Tomcat keeps a login under way in notes, which it takes for this node's own. */
    private void restoreLogin(String note) {
        if (loginRestored || !LoginNotes.holds(note)) {
            return;
        }
        loginRestored = true;
        var saved = read.pendingLogin() == null ? null : LoginNotes.read(read.pendingLogin());
        if (saved != null) {
            super.setNote(LoginNotes.REQUEST_NOTE, saved);
            super.setNote(LoginNotes.ID_NOTE, id);
        }
    }

    private @Nullable String pendingLogin() {
        return super.getNote(LoginNotes.REQUEST_NOTE) instanceof SavedRequest saved ? LoginNotes.write(saved) : null;
    }

    /** The session belongs to a single sign-on from its next save on. */
    public void join(SessionId other) {
        signOn.join(other);
    }

    /** The same with one that begins with this session. */
    public void begin(SessionId other, Authentication who) {
        signOn.begin(other, who);
    }

    public SignOnMembership signOn() {
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
        crossed = false; // another id is its own
        super.setId(id, notify);
        if (storedId != null && !storedId.equals(storedUnder(id))) {
            record(new SessionEvent.IdChanged());
        }
    }

    /** Ended in the store first: a listener that throws must not keep a session alive (CVE-2021-34428). */
    @Override
    public void expire(boolean notify) {
        if (isValid && !expiring) {
            expireOnce(notify);
        }
    }

    /** One thread ends it, and the others find it ended. */
    private synchronized void expireOnce(boolean notify) {
        if (!isValid || expiring || !ending.compareAndSet(false, true)) {
            return;
        }
        try {
            endNow(notify);
        } catch (RuntimeException e) { // the store may have it still
            ending.set(!isValid);
            throw e;
        }
    }

    private void endNow(boolean notify) {
        var over = signOn.beginEnd();
        // who ended it tells the listeners, and nobody else: destroyed once in the cluster
        EndNotReplicatedException unsafe = null;
        try {
            endedHere = endedInStore || storedId == null || endInStore(storedId);
        } catch (EndNotReplicatedException e) { // it has ended all the same, and nobody else will tell its listeners
            endedHere = true;
            unsafe = e;
        }
        endedInStore = true;
        if (over != null) {
            runtime.signOff().finish(over);
        }
        super.expire(notify && endedHere);
        forgetHere();
        if (unsafe != null) {
            throw unsafe;
        }
    }

    /** Its listeners have heard of its end. */
    private void forgetHere() {
        runtime.components().shared().end(this);
        runtime.containerListeners().forget(read.handle());
        runtime.containerAttributes().end(this);
        localAttributes().forget(read.handle());
    }

    /** Ends it and tells the listeners; false when somebody else ended it before. */
    public boolean end(EndReason reason) {
        endBecause(reason);
        expire(true);
        return endedHere;
    }

    /** Tomcat removes them one by one when the session has ended; nobody can read them any more, and most tell nobody of it. */
    @Override
    protected String[] keys() {
        var names = isValid || runtime.components().attributes().tellsOfAttributes()
                ? tracked.names()
                : tracked.mayBeNotified();
        return names.toArray(String[]::new);
    }

    /** The same for one that had ended, and that a failover of the store has brought back. */
    public boolean endAgain(EndReason reason) {
        again = true;
        return end(reason);
    }

    private boolean endInStore(SessionId stored) {
        try {
            var ended = runtime.persistence().end(stored, event(new SessionEvent.Ended(endReason, again)), read);
            left = ended.orElse(Map.of());
            return ended.isPresent();
        } catch (EndNotReplicatedException e) {
            left = runtime.persistence().partsOf(read, e.parts());
            throw e;
        }
    }

    /**
     * Fires what the specification asks for when a session ends that the store has removed already.
     *
     * @param parts the values that lay beside its document
     */
    public void expiredInStore(Map<String, EncodedAttribute> parts) {
        left = parts;
        endedInStore = true;
        super.expire(true);
        forgetHere();
        signOn.leave();
    }

    /** Moves the session's end, if it has one; false when the session is not there any more. */
    public boolean stayAlive() {
        var stored = storedId;
        return isValid
                && (stored == null || idle() <= 0 || runtime.persistence().touch(stored));
    }

    /** Saves what changed, where no request is in it. */
    public void commit() {
        var visit = SessionVisit.lookingAt(runtime, this);
        commit(visit, true);
    }

    /**
     * Saves what changed; nothing when nothing did.
     *
     * @param last whether the application has had its turn
     */
    public void commit(SessionVisit visit, boolean last) {
        if (!isValid || expiring || visit.isLost()) {
            return;
        }
        if (isUntouched(visit)) {
            if (last) {
                visit.countFromHere();
            }
            return;
        }
        tracked.passivate(mine(visit), shared ? holders(visit) : List.of());
        var outside = tracked.times(askedOutside);
        save(visit, last);
        if (isValid && !last) {
            tracked.activate(mine(visit));
        }
        visit.settle(last ? (shared ? outside + tracked.times(visit.asked()) : timesAsked(visit)) : -1);
    }

    /** Threads that are in no request set something while the last request was in it, whose own changes are given up. */
    void saveWhatNoRequestSaves() {
        if (shared && isOver() && tracked.hasNews(new Mine(askedOutside, askedOutside))) {
            commit();
        }
    }

    /** Whether something was set that the store does not have; to tell what changed in place takes a {@link #commit}. */
    boolean hasNews(SessionVisit visit) {
        return isValid && (hasEvents() || tracked.hasNews(mine(visit)));
    }

    private boolean hasEvents() {
        synchronized (pending) {
            return !pending.isEmpty();
        }
    }

    /**
     * Whether there is nothing to save for certain: asked several times a request, by whoever may be the last to see it before the
     * client does.
     */
    private boolean isUntouched(SessionVisit visit) {
        return storedId != null
                && id.equals(storedAs)
                && !hasEvents()
                && !loginChanged
                && signOn.change() == null
                && idle() == read.idle()
                && Objects.equals(authentication(), read.authentication())
                && (tracked.isUntouched(mine(visit)) || visit.isSettledAt(timesAsked(visit)));
    }

    /** A change that cannot be encoded, or that the store did not take, fails the request; nobody tries again behind the client's back. */
    private void save(SessionVisit visit, boolean last) {
        visit.saving();
        try {
            visit.saved(shared ? saveInTurn(visit, last) : save(visit, last, prepare(visit)));
        } catch (RuntimeException | Error e) {
            spoilt = true; // also where this request has left it, and others go on
            throw e;
        }
    }

    /**
     * Values are encoded before this thread waits for its turn, since whoever has the turn may wait for a lock of the application that this
     * thread holds. What somebody saved meanwhile may be newer than that: then they are encoded once more, and only where that goes on
     * and on, while this thread has the turn.
     */
    private boolean saveInTurn(SessionVisit visit, boolean last) {
        for (var tries = 1; ; tries++) {
            var seen = saves;
            var prepared = prepare(visit);
            if (prepared.isNothing()) {
                return settle(visit, last, prepared);
            }
            var isLast = tries == PREPARATIONS - 1;
            var outdated = new AtomicBoolean();
            var saved = runtime.persistence().inTurn(read.handle(), () -> {
                outdated.set(saves != seen);
                if (outdated.get()) {
                    return isLast && save(visit, last, prepare(visit));
                }
                return save(visit, last, prepared);
            });
            if (isLast || !outdated.get()) {
                return saved;
            }
        }
    }

    /** @return whether something was saved */
    private boolean save(SessionVisit visit, boolean last, Prepared prepared) {
        var change = prepared.change();
        if (prepared.isNothing()) {
            return settle(visit, last, prepared);
        } else if (!signOn.knows(change, idle())) {
            visit.saved(false);
            endSignedOff();
            return false;
        }
        tracked.send(prepared.attributes());
        Optional<SessionDocument> saved;
        try {
            saved = runtime.persistence().save(change, prepared.read());
        } catch (RuntimeException | Error e) {
            tracked.sendNothing();
            throw e;
        }
        visit.saved(true);
        if (saved.isEmpty()) {
            endedElsewhere();
        } else if (!signOn.stands(adopt(saved.get(), prepared, () -> holdersAfter(visit, last)), change.signOn())) {
            endSignedOff();
        }
        return true;
    }

    /** Nothing has to be saved; some of it may stay on this node. */
    private boolean settle(SessionVisit visit, boolean last, Prepared prepared) {
        if (prepared.attributes().local() != AttributeChanges.Local.NOTHING) {
            keepHere(prepared, storedId);
            tracked.settle(prepared.attributes(), () -> holdersAfter(visit, last));
        }
        return false;
    }

    private void keepHere(Prepared prepared, @Nullable SessionId place) {
        var local = prepared.attributes().local();
        localAttributes().change(read.handle(), place, local.values(), local.gone());
        localAttributes().logOnce(local.reasons());
    }

    /** @return whether the store did not have the session before */
    private boolean adopt(SessionDocument saved, Prepared prepared, Supplier<List<AccessedAttributes>> holders) {
        var fresh = storedId == null;
        runtime.overwrittenChanges().note(prepared.attributes().lost());
        synchronized (tracked) {
            // a lower version is right where the store has lost some; else another request may have found a later one
            // since
            var newest = read == prepared.read() || saved.version() > read.version() ? saved : read;
            tracked.rebase(newest, prepared.attributes(), holders.get());
            read = newest;
        }
        storedId = prepared.change().id();
        storedAs = prepared.id();
        runtime.containerAttributes().saved(read.handle(), prepared.change().id());
        if (prepared.change().authenticationChanged()) {
            localAttributes().keepPrincipal(read.handle(), prepared.change().id(), user.ofThisNode());
        }
        keepHere(prepared, prepared.change().id());
        loginChanged &= !Objects.equals(pendingLogin(), saved.pendingLogin());
        synchronized (pending) {
            pending.subList(0, prepared.events()).clear();
        }
        saves++; // last: who prepared a save before that does it again
        return fresh;
    }

    /** Somebody else ended its single sign-on. */
    void endSignedOff() {
        signOn.endsWithoutUs();
        end(EndReason.SIGNED_OUT);
    }

    /**
     * Somebody ended it meanwhile, and told the listeners: this one just stops being a session. Where that is a thread that goes on with it, nobody
     * waits for that: listeners of the end may wait for a lock of the application that the caller holds.
     */
    void endedElsewhere() {
        runtime.components().shared().end(this);
        if (ending.compareAndSet(false, true)) {
            endedInStore = true;
            isValid = false;
            runtime.containerAttributes().end(this);
            localAttributes().end(this);
        }
    }

    /** Whether somebody has begun to end it, or it has ended. */
    boolean isEnding() {
        return ending.get();
    }

    /**
     * What a request has to save, as of one moment.
     *
     * @param id what the application calls the session
     * @param events how many events are recorded with it
     * @param stored whether the store has the session
     */
    private record Prepared(SessionChange change, AttributeChanges attributes, String id, int events, boolean stored) {

        /** The document that it changes. */
        SessionDocument read() {
            return attributes.moment().base().document();
        }

        boolean isNothing() {
            return stored && change.isEmpty();
        }
    }

    private Prepared prepare(SessionVisit visit) {
        for (var name : tracked.dropped()) {
            record(new SessionEvent.AttributeDropped(name));
            runtime.droppedAttributes().increment();
        }
        var known = read;
        var as = id;
        var now = storedUnder(as);
        var former = storedId == null || storedId.equals(now) ? null : storedId;
        var authentication = authentication();
        var authenticated = !Objects.equals(authentication, known.authentication());
        var idle = idle() == known.idle() ? null : idle();
        var login = loginChanged ? pendingLogin() : known.pendingLogin();
        var loggingIn = !Objects.equals(login, known.pendingLogin());
        var events = events();
        var savedAnyway =
                storedId == null || former != null || idle != null || authenticated || loggingIn || !events.isEmpty();
        var attributes = tracked.changes(mine(visit), savedAnyway);
        var change = new SessionChange(
                now,
                former,
                attributes.written(),
                attributes.onlyOver(),
                idle,
                authenticated,
                authentication,
                loggingIn,
                login,
                signOn.change(),
                events.isEmpty() ? List.of() : events.stream().map(this::event).toList());
        return new Prepared(change, attributes, as, events.size(), storedId != null);
    }

    private List<SessionEvent> events() {
        synchronized (pending) {
            return List.copyOf(pending);
        }
    }

    public NewEvent event(SessionEvent event) {
        return runtime.events()
                .event(event, read.handle(), runtime.components().values().userOf(tracked::get, authentication()));
    }

    long idle() {
        return maxInactiveInterval <= 0 ? 0 : maxInactiveInterval * 1000L;
    }

    /** A user of the container as a document keeps him. */
    public Authentication stored(Principal who, @Nullable String type) {
        return runtime.components().principals().stored(who, type);
    }

    private @Nullable Authentication authentication() {
        return user.stored(runtime.components().principals());
    }
}
