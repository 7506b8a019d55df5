package org.vedfolnir.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSessionAttributeListener;
import java.io.ObjectInputFilter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Session;
import org.apache.catalina.session.StandardSession;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.document.AttributeCodec;
import org.vedfolnir.session.document.Authentication;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.EncodedAttribute;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.TextCodec;
import org.vedfolnir.session.document.UnreadableDocumentException;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.IdleSlack;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.bulkhead.BulkheadStore;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.RedisStore;
import org.vedfolnir.session.store.redis.settings.RedisSettings;
import org.vedfolnir.session.store.redis.settings.RedissonConfiguration;

/**
 * Tomcat's session manager over Redis: {@code <Manager className="org.vedfolnir.session.VedfolnirSessionManager"/>}. Its setters
 * are called by Tomcat's digester before it starts; from then on it is safe for use by many threads.
 *
 * <p>It keeps no sessions: each request opens its own, and the store decides whether there is one. Requests that are in one session at the
 * same time on this node share it where {@code concurrency} is {@code shared}.
 */
public final class VedfolnirSessionManager extends SettableManager {

    private static final System.Logger LOG = System.getLogger(VedfolnirSessionManager.class.getName());
    /** 256 bits: OWASP ASVS 5.0 asks for 128 at least, NIST SP 800-63B for 64. */
    private static final int ID_BYTES = 32;
    /** Single sign-ons at hand take so many times less than sessions. */
    private static final int SIGN_ONS_PART = 8;

    private final Function<RedisSettings, Store> stores;
    private final Function<String, @Nullable String> environment;
    private final SecureRandom random = new SecureRandom();
    private final SessionListeners containerListeners = new SessionListeners();
    private final SessionsInUse inUse = new SessionsInUse();
    private SharedSessions shared = new SharedSessions(Concurrency.ISOLATED);
    private final LocalAttributes local = new LocalAttributes();
    private LocalValues localValues = new LocalValues(0);
    private LastUses lastUses = new LastUses(0);
    private IdleSlack slack = new IdleSlack(Duration.ZERO);
    private SessionValues values =
            new SessionValues(new AttributeCodec(AttributeCodec.defaultFilter()), Watch.all(), this::webapp);
    private Principals principals = principals(new AttributeCodec(AttributeCodec.defaultFilter()));
    private final SessionValve valve = new SessionValve(this);
    private final RequestBodyValve bodies = new RequestBodyValve(this);
    private final Preparation preparation = new Preparation();
    private final RequestScope peeking = RequestScope.peeking(this);
    private final BadCookies badCookies = new BadCookies(System::nanoTime);
    private final LongAdder dropped = new LongAdder();
    private final LongAdder endedAgain = new LongAdder();
    private final LostChanges lostChanges = new LostChanges();
    private String node = "";
    private LogDeduplicator announcements = new LogDeduplicator();
    private @Nullable ManagerSettings settings;
    private @Nullable Store store;
    private @Nullable SessionEngine engine;
    private @Nullable StoreWatch watch;
    private @Nullable KeysInUse keys;
    private @Nullable UserLimit userLimit;
    private @Nullable ClientIds ids;
    private @Nullable ClusterSessions registry;
    /** Whether this node has met a session under the id of another application's. */
    private volatile boolean crossed;

    private @Nullable SignOns signOns;
    private @Nullable LocalEnds localEnds;

    public VedfolnirSessionManager() {
        this(RedisStore::new);
    }

    VedfolnirSessionManager(Function<RedisSettings, Store> stores) {
        this(stores, System::getenv);
    }

    /**
     * Looks for expired sessions each time Tomcat's background thread comes by (10 s): well within the grace of their documents.
     *
     * @param stores opens the store when the manager starts
     * @param environment the value of a variable; null when it is not set
     */
    VedfolnirSessionManager(Function<RedisSettings, Store> stores, Function<String, @Nullable String> environment) {
        this.stores = stores;
        this.environment = environment;
        setProcessExpiresFrequency(1);
    }

    @Override
    public String getName() {
        return "VedfolnirSessionManager";
    }

    /** The valves join the pipeline here, before Tomcat adds its authenticator. */
    @Override
    public void setContext(Context context) {
        var former = getContext();
        if (former != null && former != context) {
            former.getPipeline().removeValve(valve);
            former.getPipeline().removeValve(bodies);
            former.removeLifecycleListener(preparation);
        }
        super.setContext(context);
        if (context != null && former != context) {
            context.getPipeline().addValve(valve);
            context.getPipeline().addValve(bodies);
            context.addLifecycleListener(preparation);
        }
    }

    @Override
    protected void startInternal() throws LifecycleException {
        if (getSessionIdGenerator() == null) {
            var generator = new CompactSessionIds();
            generator.setSessionIdLength(ID_BYTES);
            setSessionIdGenerator(generator);
        }
        var given = startedGenerator();
        former.say();
        try {
            connect(
                    ManagerSettings.gather(
                            Map.copyOf(attributes),
                            System::getProperty,
                            environment,
                            getContext().getServletContext()::getInitParameter),
                    given);
        } catch (IllegalArgumentException e) {
            throw new LifecycleException(e.getMessage(), e);
        }
        CommitHook.requireReachable();
        QuietAuthenticator.replaceTomcats(getContext());
        CommitFilter.first(getContext(), this);
        RequestStart.first(getContext(), this);
        setState(LifecycleState.STARTING);
    }

    /** What makes no ids stops the start: it would be a 500 for each visitor. */
    private IdGenerator.Given startedGenerator() throws LifecycleException {
        var generator = getSessionIdGenerator();
        IdGenerator.checkLength(generator);
        try {
            super.startInternal();
        } catch (LifecycleException e) {
            throw IdGenerator.doesNotStart(generator, e);
        }
        return IdGenerator.ask(generator, getJvmRoute());
    }

    /** Tomcat asks for one at the start, too, and throws it away. */
    @Override
    protected String generateSessionId() {
        var known = ids;
        return known == null ? "" : known.unused(super::generateSessionId);
    }

    /** The store moves a session in one step, which on Redis Cluster not every id allows. */
    @Override
    public String rotateSessionId(Session session) {
        var moving = moving(session);
        var now = moving.storedUnder(moving.getIdInternal());
        var id = ids().unused(
                        super::generateSessionId, next -> store().placement().inOneStep(now, moving.storedUnder(next)));
        changeSessionId(session, id);
        return id;
    }

    /** @throws IllegalArgumentException on Redis Cluster, for an id of another shard than the session's */
    @Override
    public void changeSessionId(Session session, String newId) {
        var moving = moving(session);
        if (!store().placement().inOneStep(moving.storedUnder(moving.getIdInternal()), moving.storedUnder(newId))) {
            throw new IllegalArgumentException(
                    "On Redis Cluster a session gets an id that its manager chooses: call rotateSessionId.");
        }
        super.changeSessionId(session, newId);
    }

    private static VedfolnirSession moving(Session session) {
        return session instanceof DelegatingSession visit ? visit.session() : (VedfolnirSession) session;
    }

    /** Tomcat's filters, and what the settings name. */
    @Override
    public boolean willAttributeDistribute(String name, Object value) {
        return !isUnstored(name) && super.willAttributeDistribute(name, value);
    }

    /** The container's filter of class names goes before the manager's own. */
    private ObjectInputFilter classes(ObjectInputFilter deserializable) {
        var named = getSessionAttributeValueClassNamePattern();
        return named == null ? deserializable : ObjectInputFilter.merge(new ClassNameFilter(named), deserializable);
    }

    private void connect(ManagerSettings checked, IdGenerator.Given given) {
        if (!checked.sessionTimeout().isZero()) {
            var minutes = checked.sessionTimeout().plusSeconds(59).toMinutes(); // Tomcat counts in minutes
            getContext().setSessionTimeout((int) Math.min(Integer.MAX_VALUE / 60, minutes));
        }
        bodies.limit(checked.largestBody(), ConnectorThreads.of(getContext()));
        node = nodeName(checked.node());
        announcements = TomcatAnnouncements.of(getEngine());
        var redis = new RedisSettings(
                checked.keyPrefix(),
                application(checked),
                checked.redis(),
                checked.commandTimeout(),
                checked.touchInterval(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                checked.recording(),
                Duration.ofSeconds(30),
                node,
                checked.securityWrites(),
                announcements);
        var mostThreads = checked.maxStoreThreads().of(ConnectorThreads.of(getContext()));
        var opened = new BulkheadStore(stores.apply(redis), mostThreads);
        store = opened;
        settings = checked;
        ids = new ClientIds(given, checked.storedIds(), opened, System::nanoTime).announced();
        shared = new SharedSessions(checked.concurrency());
        lastUses = new LastUses(checked.cachedSessions());
        slack = new IdleSlack(checked.touchInterval());
        localValues = new LocalValues(checked.attributes().localSessions());
        localEnds = new LocalEnds(getContext(), this::refreshLocal);
        var codec = new AttributeCodec(
                classes(checked.attributes().deserializable()),
                checked.attributes().jsonBeans(),
                checked.largestAttribute());
        principals = principals(codec);
        values = new SessionValues(
                codec,
                new Watch(checked.attributes().unwatched(), checked.attributes().watchedBytes()),
                this::webapp);
        var cache = new DocumentCache(checked.cachedSessions(), checked.cachedBytes());
        // what was opened with a key that has left must not be served from here
        var signOnCache = new DocumentCache(checked.cachedSessions(), checked.cachedBytes() / SIGN_ONS_PART);
        var ring = new KeysInUse(
                checked.keys(),
                checked.keysNow(),
                () -> {
                    cache.clear();
                    signOnCache.clear();
                },
                checked.keyWrapping(),
                System::nanoTime);
        keys = ring;
        signOns = new SignOns(
                opened.signOns(),
                new DocumentCodec(ring, SignOns.APPLICATION),
                signOnCache,
                new SignOns.Fresh(() -> random(16), checked.absoluteTimeout(), opened::now));
        var documents = new DocumentCodec(ring, application(checked));
        var merging = new SessionEngine(
                opened,
                documents,
                cache,
                checked.keyPrefix(),
                new SessionEngine.Limits(
                        checked.partBytes(), checked.largestSession(), checked.maxSessionsPerUser(), mostThreads),
                checked.adoptPlain() ? new Adoption(opened, documents, this::fresh, values::userOf) : null,
                checked.readMode() == ReadMode.TRACKED ? tracked(opened, cache, checked) : null,
                lostChanges,
                values::userOf);
        engine = merging;
        var watching = new StoreWatch(opened, new KeyComparison(ring, opened)::concerns, announcements);
        watch = watching;
        userLimit = new UserLimit(
                this, merging, checked.maxSessionsPerUser(), checked.sessionsPerUserPolicy(), mostThreads);
        sessions = new SessionDirectory(opened, this::place, this::lookAt, this::shown);
        registry = new ClusterSessions(this, opened, merging, watching, new RingSecrets(new TextCodec(ring)), node);
        getContext().getServletContext().setAttribute(SessionRegistry.ATTRIBUTE, registry);
        warnOfPlainSessions(checked);
        tellPlace(redis, checked, watching.look());
        tellWhatIsNotUsed(checked.redis().configuration());
    }

    /** Whether no other application of this Tomcat has said it: most have their settings from one file. */
    private boolean isNews(String ofSettings) {
        return announcements.begins(this, ofSettings, "");
    }

    private void tellPlace(RedisSettings redis, ManagerSettings checked, boolean reached) {
        LOG.log(
                System.Logger.Level.INFO,
                "Sessions {0} kept in Redis at {1}, keys {2}*, {3}.{4}",
                reached ? "are" : "will be",
                redis.place(),
                checked.keyPrefix(),
                checked.keys().sealing()
                        ? "sealed, keys " + checked.keys().names()
                        : "not sealed: set encryptionKeys to seal them",
                reached ? "" : " It does not answer yet.");
        if (checked.keys().sealing()
                && !checked.keyWrapping()
                && isNews("keyWrapping " + checked.keys().names())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "keyWrapping is false: the key {0} itself seals each session, and must not seal more than 2^32. Set it to true when"
                            + " all nodes have a version that knows keyWrapping.",
                    checked.keys().names().get(0));
        }
    }

    private static TrustedReads tracked(Store store, DocumentCache cache, ManagerSettings checked) {
        var trusted = new TrustedReads(
                cache, store::now, new IdleSlack(checked.touchInterval()), checked.cachedSessions(), System::nanoTime);
        store.follow(trusted);
        return trusted;
    }

    private void tellWhatIsNotUsed(@Nullable RedissonConfiguration configuration) {
        if (configuration != null
                && !configuration.passedOver().isEmpty()
                && isNews("redissonConfig " + configuration.passedOver())) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Of redissonConfig, these are passed over: {0}. The rest is used.",
                    configuration.passedOver());
        }
    }

    private void warnOfPlainSessions(ManagerSettings checked) {
        if (checked.keys().sealing() && checked.adoptPlain() && isNews("adoptPlain")) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "adoptPlain is true: who can write to Redis can make a session for anybody. Set it to false when"
                            + " the sessions of the application before have ended.");
        }
    }

    private String application(ManagerSettings known) {
        return known.application().isEmpty() ? ApplicationName.of(getContext(), known.versions()) : known.application();
    }

    /** The managers of the other versions of the application that this node serves, where they have sessions of their own. */
    Stream<VedfolnirSessionManager> otherVersions() {
        var own = getContext();
        return own.getParent() == null || settings().versions() == Versions.SHARED
                ? Stream.empty()
                : SignOff.managers(own.getParent())
                        .filter(each -> each != this
                                && each.getContext().getPath().equals(own.getPath())
                                && !each.application().equals(application()));
    }

    /** Tells nodes apart in events; two nodes of one host differ by their random end. */
    private String nodeName(String configured) {
        if (!configured.isEmpty()) {
            return configured;
        }
        var route = getJvmRoute();
        return route != null && !route.isEmpty() ? route : "node-" + random(4);
    }

    @Override
    protected void stopInternal() throws LifecycleException {
        setState(LifecycleState.STOPPING);
        getContext().getServletContext().removeAttribute(SessionRegistry.ATTRIBUTE);
        RequestStart.remove(getContext(), this);
        if (localEnds != null) {
            localEnds.stop();
        }
        announcements.leaves(this);
        if (watch != null) {
            watch.close();
        }
        try {
            if (store != null) {
                store.close();
            }
        } finally {
            store = null;
            engine = null;
            watch = null;
            keys = null;
            userLimit = null;
            ids = null;
            registry = null;
            signOns = null;
            localEnds = null;
            local.clear();
            localValues.clear();
            sessions = new ConcurrentHashMap<>();
            super.stopInternal();
        }
    }

    /**
     * A client's id is adopted only if it is that of another application's session: of one from which the request crosses into this application, or
     * which shares its cookies with it.
     */
    @Override
    public Session createSession(@Nullable String sent) {
        var scope = RequestScope.current(this);
        if (scope == null) {
            EarlyQuestions.refuseInOutage(this);
        }
        var adopted = sent == null ? null : adopted(sent, scope);
        var session = (VedfolnirSession) noting(() -> super.createSession(adopted));
        if (adopted != null) {
            session.cross();
            crossed = true;
        }
        if (scope == null) {
            return SessionVisit.ofNobody(this, session);
        }
        var visit = SessionVisit.enter(this, session);
        scope.created(visit);
        return visit;
    }

    private @Nullable String adopted(String sent, @Nullable RequestScope scope) {
        if (RequestScope.crossing(this, sent) != null) {
            return sent;
        }
        var offered = scope == null ? sent : scope.offered(sent);
        return ids().mayBe(offered) && noting(() -> Crossing.adopts(getContext(), offered)) ? offered : null;
    }

    @Override
    protected StandardSession getNewSession() {
        var begun = new VedfolnirSession(this, fresh());
        return shared.isOn() ? begun.share() : begun;
    }

    private SessionDocument fresh() {
        var now = Instant.now();
        var idle = Math.max(0, getContext().getSessionTimeout()) * 60_000L;
        var absolute = settings().absoluteTimeout().toMillis();
        var until = absolute == 0 ? 0 : store().now() + absolute; // its clock will tell the end
        return VedfolnirSession.fresh(random(16), idle, until, now);
    }

    @Override
    public @Nullable Session findSession(@Nullable String id) throws java.io.IOException {
        if (id == null) {
            return null;
        }
        var scope = RequestScope.current(this);
        return scope != null ? scope.find(id) : EarlyQuestions.answer(this, id);
    }

    /**
     * Whether an id names a session of this application, as far as this node can read it. Nobody uses the session by that. Of an id that
     * names none nothing is noted: a browser sends the one of another application all day.
     */
    boolean names(String id) {
        var first = likely(id);
        return ids().mayBe(id)
                && (isAt(stored(id, first.isCrossed()))
                        || isElsewhere(first) && isAt(stored(id, first.other().isCrossed())));
    }

    private boolean isAt(SessionId place) {
        try {
            return engine().look(place).isPresent();
        } catch (UnreadableDocumentException e) {
            return false;
        }
    }

    /** What this node knows of a session at the other place decides where it is looked for first. */
    private Crossing.Place likely(String id) {
        return crossed
                        && engine().lastKnown(stored(id, true)).isPresent()
                        && engine().lastKnown(stored(id, false)).isEmpty()
                ? Crossing.Place.CROSSED
                : Crossing.Place.OWN;
    }

    /** Whether it is worth looking at the other place for a session that is not at the first one. */
    private boolean isElsewhere(Crossing.Place first) {
        return first == Crossing.Place.CROSSED || Crossing.isPossible(getContext());
    }

    /** Who was signed in when this node last opened or saved the session; null when it does not know. Asks nobody. */
    @Nullable
    Authentication lastKnownUser(String id) {
        var known = engine;
        return known == null
                ? null
                : place(id)
                        .flatMap(place -> known.lastKnown(place)
                                .or(() -> crossed ? known.lastKnown(stored(id, true)) : Optional.empty()))
                        .map(SessionDocument::authentication)
                        .orElse(null);
    }

    /** A session that nobody uses by that: its end does not move. */
    @Nullable
    SessionVisit look(String sent) {
        var found = inEither(sent, null, place -> opened(sent, place, null, SessionEngine::look));
        return found == null ? null : SessionVisit.lookingAt(this, found);
    }

    /** Somebody goes on to use what was only looked at: its end moves. Null when it is not there any more. */
    @Nullable
    VedfolnirSession use(SessionVisit visit, VedfolnirSession lookedAt) {
        var place = lookedAt.storedId();
        if (place == null) {
            return shared.enter(lookedAt, visit);
        }
        return shared.arriving(place, () -> {
            var found = opened(lookedAt.getIdInternal(), place, null, SessionEngine::openToRead);
            return found == null ? null : shared.enter(found, visit);
        });
    }

    /** The same by the id under which the store keeps it, which is all that is known of it. */
    private @Nullable VedfolnirSession lookAt(SessionId stored) {
        return onlyHeld(opened(stored.value(), stored, null, SessionEngine::look));
    }

    /** The same as a list of sessions shows it: by its reference, which opens nothing. */
    private @Nullable VedfolnirSession shown(SessionId stored) {
        return onlyHeld(opened(stored.reference(), stored, null, SessionEngine::look));
    }

    private static @Nullable VedfolnirSession onlyHeld(@Nullable VedfolnirSession found) {
        if (found != null) {
            found.leave();
        }
        return found;
    }

    /** The session that lies there, for somebody who holds it outside of a request; to be left. */
    @Nullable
    SessionVisit held(SessionId stored, String id) {
        return shared.arriving(stored, () -> {
            var found = opened(id, stored, null, SessionEngine::look);
            return found == null ? null : SessionVisit.enter(this, found);
        });
    }

    /** Where the session of a handle lies that has changed its id. */
    Optional<SessionId> placeOf(String handle) {
        return store().placement().idOf(handle);
    }

    /** Keeps an attribute of the container's own on this node. */
    void keepLocal(VedfolnirSession session, String name, Object value) {
        local.put(session, name, value);
        if (localEnds != null) {
            localEnds.start();
        }
    }

    LocalAttributes local() {
        return local;
    }

    RequestScope peeking() {
        return peeking;
    }

    private void refreshLocal() {
        if (!local.isEmpty()) {
            look(local.places(), local::saved);
        }
    }

    private void look(Map<String, SessionId> places, BiConsumer<String, SessionId> moved) {
        var open = store;
        var ends = localEnds;
        if (open != null && ends != null && !places.isEmpty()) {
            new EndedElsewhere(open, moved, (handle, place) -> ends.tell(() -> endedElsewhere(handle, place)))
                    .look(places);
        }
    }

    private Principals principals(AttributeCodec codec) {
        return new Principals(
                codec,
                this::webapp,
                () -> getContext() == null ? null : getContext().getRealm());
    }

    /** The container's users as documents keep them. */
    Principals principals() {
        return principals;
    }

    /** What this node alone has of sessions. */
    LocalValues localValues() {
        return localValues;
    }

    /** Whether an attribute that cannot be kept outside of this process is refused where it is set. */
    boolean refusesUnserializable() {
        var known = settings;
        return known != null && known.attributes().unserializable().isRefused(getContext());
    }

    /** @param leftOut what the container's filters and the settings leave out */
    Placing placing(BiPredicate<String, Object> leftOut) {
        return new Placing() {

            @Override
            public boolean leavesOut(String name, Object value) {
                return leftOut.test(name, value);
            }

            @Override
            public boolean staysHere(String name) {
                return !isUnstored(name);
            }

            @Override
            public boolean refuses() {
                return refusesUnserializable();
            }
        };
    }

    private boolean isUnstored(String name) {
        var known = settings;
        return known != null && known.attributes().unstored().include(name);
    }

    /** Listeners of the container get a session that says that it has ended. */
    private void endedElsewhere(String handle, SessionId place) {
        var nothing = VedfolnirSession.fresh(handle, 0, 0, Instant.now());
        new VedfolnirSession(this, place, nothing, 0).endedElsewhere();
    }

    LastUses lastUses() {
        return lastUses;
    }

    /** By the store's clock, ms since 1970; costs no round trip once the store has answered anything. */
    long storeTime() {
        var open = store; // a request may outlive the manager
        return open == null ? System.currentTimeMillis() : open.now();
    }

    /** For how long uses of a session may go unrecorded. */
    IdleSlack slack() {
        return slack;
    }

    LostChanges lostChanges() {
        return lostChanges;
    }

    SharedSessions shared() {
        return shared;
    }

    /** One save of the session at a time on this node. */
    boolean inTurn(String handle, BooleanSupplier save) {
        return engine().inTurn(handle, save);
    }

    /** Whether the session is still there; if so its end moves. */
    boolean touch(SessionId id) {
        try {
            return engine().openToRead(id).isPresent();
        } catch (UnreadableDocumentException e) {
            return false;
        }
    }

    /**
     * Where the store keeps the session of an id.
     *
     * @param crossed whether a request has crossed into this application under that id
     */
    SessionId stored(String id, boolean crossed) {
        return ids().stored(crossed ? Crossing.into(application(), id) : id);
    }

    /** The same for an id that a client sent; empty for what is none. */
    Optional<SessionId> place(@Nullable String sent) {
        return sent != null && ids().mayBe(sent) ? Optional.of(stored(sent, false)) : Optional.empty();
    }

    /** Where the session of an id may lie. */
    Stream<SessionId> places(String id) {
        return crossed || Crossing.isPossible(getContext())
                ? Stream.of(stored(id, false), stored(id, true))
                : Stream.of(stored(id, false));
    }

    /** Ids as clients send them. */
    ClientIds ids() {
        return SessionEngine.required(ids, VedfolnirSessionManager::notStarted);
    }

    /** @param values which of them is meant cannot be told; in an order of their own, so that the same ones are one event */
    void noteSeveralCookies(List<String> values) {
        note(String.join(" ", values), "several cookies", RequestScope.current(this));
    }

    private void note(String sent, String reason, @Nullable RequestScope scope) {
        var request = scope == null ? null : scope.request();
        badCookies.note(request, sent, event(new SessionEvent.Unreadable(reason), null, null, scope), store());
    }

    /** Whether a request reads its session without using it. */
    boolean isPassive(HttpServletRequest request) {
        var known = settings;
        return known != null && known.passivePaths().include(request);
    }

    /** Opens a session in the store; null when there is none that this node can read. */
    @Nullable
    SessionVisit open(String sent, RequestScope scope) {
        return inEither(sent, scope, place -> shared.arriving(place, () -> open(sent, place, scope)));
    }

    /**
     * Asks for a session at the place where it most likely is, and if it is not there and could be, at the other one. What is no id is
     * asked for nowhere.
     */
    private <T> @Nullable T inEither(
            String sent, @Nullable RequestScope scope, Function<SessionId, @Nullable T> question) {
        var from = RequestScope.crossing(this, sent);
        if (from == null && !ids().mayBe(sent)) {
            note(sent, "malformed id", scope);
            return null;
        }
        var first = from == null ? likely(sent) : Crossing.Place.CROSSED;
        var found = question.apply(stored(sent, first.isCrossed()));
        if (found == null && (from == null ? isElsewhere(first) : Crossing.leavesTheIdItself(from, this))) {
            found = question.apply(stored(sent, first.other().isCrossed()));
            crossed = crossed || found != null && first == Crossing.Place.OWN;
        }
        return found;
    }

    private @Nullable SessionVisit open(String sent, SessionId place, RequestScope scope) {
        var found = opened(sent, place, scope, opening(scope));
        if (found == null) {
            endThoseAt(place);
            return null;
        }
        var visit = SessionVisit.enter(this, found);
        return scope.isPassive() ? visit.passive() : visit;
    }

    /** Requests that are in a session hear that it has ended elsewhere; not those of one that only has another id by now. */
    private void endThoseAt(SessionId place) {
        if (shared.isOn()) {
            shared.at(place).stream()
                    .filter(session -> placeOf(session.document().handle()).isEmpty())
                    .forEach(VedfolnirSession::endedElsewhere);
        }
    }

    private static Opening opening(RequestScope scope) {
        if (scope.isPassive()) {
            return SessionEngine::look;
        }
        return scope.onlyReads() ? SessionEngine::openToRead : SessionEngine::open;
    }

    private @Nullable VedfolnirSession opened(
            String sent, SessionId stored, @Nullable RequestScope scope, Opening opening) {
        try {
            return opening.of(engine(), stored)
                    .map(found -> new VedfolnirSession(this, sent, stored, found.document(), found.lastAccess()))
                    .orElse(null);
        } catch (UnreadableDocumentException e) {
            if (!isEveryday(e, scope)) {
                note(sent, e.reason().name(), scope);
            }
            return null;
        }
    }

    /** An id of another application, where Tomcat asks one application after the other, or one id is of several. */
    private boolean isEveryday(UnreadableDocumentException failure, @Nullable RequestScope scope) {
        return failure.reason() == UnreadableDocumentException.Reason.OTHER_APPLICATION
                && (scope == null || Crossing.isPossible(getContext()));
    }

    Optional<SessionDocument> save(SessionChange change, SessionDocument read) {
        try {
            return SessionEngine.required(userLimit, VedfolnirSessionManager::notStarted)
                    .save(change, read);
        } catch (UnreadableDocumentException e) {
            throw new StoreUnavailableException(
                    "A session could not be saved: another node wrote a document that this node cannot read ("
                            + e.reason() + "). Give all nodes the same keys and the same version.",
                    Duration.ofSeconds(1),
                    e);
        }
    }

    boolean end(SessionId id, NewEvent ended) {
        try {
            return noting(() -> store().sessions().end(id, ended));
        } finally {
            engine().forget(id);
        }
    }

    /** Of all applications. */
    SignOns signOns() {
        return SessionEngine.required(signOns, VedfolnirSessionManager::notStarted);
    }

    SignOff signOff() {
        return new SignOff(this, signOns());
    }

    String application() {
        return application(settings());
    }

    /** A session of this application whose single sign-on ends. */
    void endSignedOn(SessionId id) {
        var session = lookAt(id);
        if (session != null) {
            session.endSignedOff();
        }
    }

    /** The values of the session's parts; empty when this call did not end it. */
    Optional<Map<String, EncodedAttribute>> end(SessionId id, NewEvent ended, SessionDocument document) {
        try {
            return noting(() -> engine().parts().end(id, ended, document));
        } finally {
            engine().forget(id);
        }
    }

    /** What lay beside a document that has ended. */
    Map<String, EncodedAttribute> partsOf(SessionDocument document, Map<Integer, byte[]> stored) {
        return engine().parts().values(document, stored);
    }

    /** An attribute that lies beside the document; null when the session has it no more. */
    @Nullable
    EncodedAttribute part(SessionId id, SessionDocument read, String name) {
        return noting(() -> Optional.ofNullable(engine().parts().read(id, read, name)))
                .orElse(null);
    }

    /** Keeps large values for the next request of a session, unless the application stops. */
    void rest(SessionId id, Map<String, DecodedValue> decoded) {
        var running = engine;
        if (running != null) {
            running.rest(id, decoded);
        }
    }

    /** A large value that the requests before have decoded; null when it has to be decoded. */
    @Nullable
    Object decodedBefore(SessionId id, String name, EncodedAttribute text) {
        var running = engine;
        return running == null ? null : running.decodedBefore(id, name, text);
    }

    /** When the store fails here, the answer of the request is 503, also when the application swallows the exception. */
    <T> T noting(Supplier<T> step) {
        try {
            return step.get();
        } catch (StoreUnavailableException e) {
            var scope = RequestScope.current(this);
            if (scope != null) {
                scope.failed(e);
            }
            throw e;
        }
    }

    NewEvent event(SessionEvent event, @Nullable String handle, @Nullable String user) {
        return event(event, handle, user, RequestScope.current(this));
    }

    private NewEvent event(
            SessionEvent event, @Nullable String handle, @Nullable String user, @Nullable RequestScope scope) {
        var request = scope == null ? null : scope.said();
        return new NewEvent(
                event,
                new EventContext(
                        application(),
                        node,
                        handle,
                        user,
                        request == null ? null : request.getRemoteAddr(),
                        request == null ? null : request.getHeader("User-Agent")));
    }

    /** How the engine gives out a session. */
    @FunctionalInterface
    private interface Opening {
        Optional<SessionEngine.Opened> of(SessionEngine engine, SessionId id) throws UnreadableDocumentException;
    }

    /** Attributes as the application sees them. */
    SessionValues values() {
        return values;
    }

    /** Whether a listener of the application hears of each attribute that comes and goes. */
    boolean tellsOfAttributes() {
        for (var listener : getContext().getApplicationEventListeners()) {
            if (listener instanceof HttpSessionAttributeListener) {
                return true;
            }
        }
        return false;
    }

    private ClassLoader webapp() {
        var loader = getContext().getLoader();
        var webapp = loader == null ? null : loader.getClassLoader();
        return webapp == null ? VedfolnirSessionManager.class.getClassLoader() : webapp;
    }

    void countDropped() {
        dropped.increment();
    }

    /** How many attributes this node found that it could not decode, each once for its session. */
    public long getDroppedAttributes() {
        return dropped.sum();
    }

    /** How many changes of attributes the saves of this node replaced without having seen them. */
    public long getLostChanges() {
        return lostChanges.total();
    }

    /** The same by attribute, {@code "cart: 3"}, the most first. JMX takes no map from a bean without a descriptor. */
    public String[] getLostChangesByName() {
        return lostChanges.byName().entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .toArray(String[]::new);
    }

    /** How many attributes this node alone has, since they cannot be serialized, or since a filter leaves them out of the store. */
    public int getLocalAttributes() {
        return localValues.size();
    }

    /** The same by name and class, {@code "cart (shop.Cart): 3"}. */
    public String[] getLocalAttributesByName() {
        return localValues.byName().entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .toArray(String[]::new);
    }

    /** How many events of the application were not kept since the store began, as of the last look at it. */
    public long getLostEvents() {
        return watch == null ? 0 : watch.last().events().lost();
    }

    /** How many writes of this node no replica of Redis took in time, where {@code securityWrites} asks for one. */
    public long getUnreplicatedWrites() {
        return store == null ? 0 : store().diagnostics().unreplicatedWrites();
    }

    /** How many sessions this node has ended again, which had ended and lived again after a failover of Redis. */
    public long getEndedAgain() {
        return endedAgain.sum();
    }

    void countEndedAgain() {
        endedAgain.increment();
    }

    SessionListeners containerListeners() {
        return containerListeners;
    }

    SessionsInUse inUse() {
        return inUse;
    }

    @Override
    public void backgroundProcess() {
        inUse.touch();
        if (keys != null) {
            keys.look();
        }
        super.backgroundProcess();
    }

    /**
     * Of the cluster; with those whose end nobody has noticed yet, and without those that have none. A round trip. Of a Redis Cluster the masters
     * that answer: {@link #getActiveSessionsCoverage}.
     */
    @Override
    public int getActiveSessions() {
        var active = super.getActiveSessions();
        setMaxActive(Math.max(active, getMaxActive()));
        return active;
    }

    /** How many masters of those that have sessions answer when {@code activeSessions} is asked: {@code "2 of 3"}. A round trip. */
    public String getActiveSessionsCoverage() {
        return store == null ? "" : store().index().count().coverage();
    }

    @Override
    public void processExpires() {
        var expiry = new Expiry(this, store(), engine());
        expiry.run();
        look(localValues.places(), localValues::moved);
        if (watch != null) {
            watch.look();
        }
        expiry.renewIndexes();
        if (ids != null) {
            ids.tellAgain();
        }
    }

    /** Sessions are in the store, not here. */
    @Override
    public void add(Session session) {
        // nothing to keep: as long as requests are in them, SharedSessions has those that they share
    }

    @Override
    public void load() {
        // nothing to load: sessions never left the store
    }

    @Override
    public void unload() {
        // nothing to unload: every change was saved with its request
    }

    private String random(int bytes) {
        var drawn = new byte[bytes];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    ClusterSessions registry() {
        return SessionEngine.required(registry, VedfolnirSessionManager::notStarted);
    }

    private ManagerSettings settings() {
        return SessionEngine.required(settings, VedfolnirSessionManager::notStarted);
    }

    private SessionEngine engine() {
        return SessionEngine.required(engine, VedfolnirSessionManager::notStarted);
    }

    private Store store() {
        return SessionEngine.required(store, VedfolnirSessionManager::notStarted);
    }

    private static String notStarted() {
        return "The session manager is not started. Its context starts it; see the log for what stopped it.";
    }
}
