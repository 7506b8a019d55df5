package org.vedfolnir.session;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Session;
import org.apache.catalina.connector.Request;
import org.apache.catalina.session.ManagerBase;
import org.apache.catalina.session.StandardSession;
import org.apache.catalina.util.StandardSessionIdGenerator;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.document.AttributeCodec;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.EncodedAttribute;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.UnreadableDocumentException;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.BoundedSessionStore;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionStore;
import org.vedfolnir.session.store.StoreUnavailableException;
import org.vedfolnir.session.store.redis.RedisSessionStore;
import org.vedfolnir.session.store.redis.RedisSettings;
import org.vedfolnir.session.store.redis.RedissonConfiguration;

/**
 * Tomcat's session manager over Redis: {@code <Manager className="org.vedfolnir.session.VedfolnirSessionManager"/>}. Its setters
 * are called by Tomcat's digester before it starts; from then on it is safe for use by many threads.
 *
 * <p>It holds no sessions. Each request opens its own copy, and the store decides whether there is one.
 */
public final class VedfolnirSessionManager extends ManagerBase {

    private static final System.Logger LOG = System.getLogger(VedfolnirSessionManager.class.getName());
    /** 256 bits: OWASP ASVS 5.0 asks for 128 at least, NIST SP 800-63B for 64. */
    private static final int ID_BYTES = 32;

    private final Function<RedisSettings, SessionStore> stores;
    private final Map<String, String> attributes = new HashMap<>();
    private final SecureRandom random = new SecureRandom();
    private SessionValues values = new SessionValues(new AttributeCodec(AttributeCodec.defaultFilter()), this::webapp);
    private final SessionValve valve = new SessionValve(this);
    private final Preparation preparation = new Preparation();
    private final BadCookies badCookies = new BadCookies();
    private String node = "";
    private @Nullable ManagerSettings settings;
    private @Nullable SessionStore store;
    private @Nullable SessionEngine engine;
    private @Nullable StoreWatch watch;
    private @Nullable UserLimit userLimit;

    public VedfolnirSessionManager() {
        this(RedisSessionStore::new);
    }

    /**
     * Looks for expired sessions each time Tomcat's background thread comes by (10 s): well within the grace of their documents.
     *
     * @param stores opens the store when the manager starts
     */
    VedfolnirSessionManager(Function<RedisSettings, SessionStore> stores) {
        this.stores = stores;
        setProcessExpiresFrequency(1);
    }

    public void setRedisUrl(String url) {
        attributes.put("redisUrl", url);
    }

    public void setRedissonConfig(String pathOrText) {
        attributes.put("redissonConfig", pathOrText);
    }

    public void setRedisUsername(String name) {
        attributes.put("redisUsername", name);
    }

    public void setRedisPassword(String password) {
        attributes.put("redisPassword", password);
    }

    public void setRedisTrustStore(String file) {
        attributes.put("redisTrustStore", file);
    }

    public void setRedisTrustStorePassword(String password) {
        attributes.put("redisTrustStorePassword", password);
    }

    public void setKeyPrefix(String prefix) {
        attributes.put("keyPrefix", prefix);
    }

    public void setEncryptionKeys(String keys) {
        attributes.put("encryptionKeys", keys);
    }

    public void setCommandTimeout(String timeout) {
        attributes.put("commandTimeout", timeout);
    }

    public void setTouchInterval(String interval) {
        attributes.put("touchInterval", interval);
    }

    public void setAbsoluteTimeout(String timeout) {
        attributes.put("absoluteTimeout", timeout);
    }

    public void setCachedSessions(String count) {
        attributes.put("cachedSessions", count);
    }

    public void setCachedBytes(String size) {
        attributes.put("cachedBytes", size);
    }

    public void setPartBytes(String size) {
        attributes.put("partBytes", size);
    }

    public void setLargestAttribute(String size) {
        attributes.put("largestAttribute", size);
    }

    public void setLargestSession(String size) {
        attributes.put("largestSession", size);
    }

    public void setMaxSessionsPerUser(String count) {
        attributes.put("maxSessionsPerUser", count);
    }

    public void setSessionsPerUserPolicy(String policy) {
        attributes.put("sessionsPerUserPolicy", policy);
    }

    public void setMostEvents(String count) {
        attributes.put("mostEvents", count);
    }

    public void setMaxStoreThreads(String countOrShare) {
        attributes.put("maxStoreThreads", countOrShare);
    }

    public void setApplication(String name) {
        attributes.put("application", name);
    }

    public void setJsonBeans(String names) {
        attributes.put("jsonBeans", names);
    }

    public void setDeserializable(String pattern) {
        attributes.put("deserializable", pattern);
    }

    public void setNode(String name) {
        attributes.put("node", name);
    }

    @Override
    public String getName() {
        return "VedfolnirSessionManager";
    }

    /** The valve joins the pipeline here, before Tomcat adds its authenticator. */
    @Override
    public void setContext(Context context) {
        var former = getContext();
        if (former != null && former != context) {
            former.getPipeline().removeValve(valve);
            former.removeLifecycleListener(preparation);
        }
        super.setContext(context);
        if (context != null && former != context) {
            context.getPipeline().addValve(valve);
            context.addLifecycleListener(preparation);
        }
    }

    @Override
    protected void startInternal() throws LifecycleException {
        if (getSessionIdGenerator() == null) {
            var generator = new StandardSessionIdGenerator();
            generator.setSessionIdLength(ID_BYTES);
            setSessionIdGenerator(generator);
        }
        super.startInternal();
        try {
            connect(ManagerSettings.gather(Map.copyOf(attributes), System::getProperty, System::getenv));
        } catch (IllegalArgumentException e) {
            throw new LifecycleException(e.getMessage(), e);
        }
        CommitFilter.first(getContext(), this);
        RequestStart.first(getContext(), this);
        setState(LifecycleState.STARTING);
    }

    private void connect(ManagerSettings checked) {
        node = nodeName(checked.node());
        var redis = new RedisSettings(
                checked.keyPrefix(),
                application(checked.application()),
                checked.redis(),
                checked.commandTimeout(),
                checked.touchInterval(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                checked.mostEvents(),
                Duration.ofSeconds(30),
                node);
        var opened = new BoundedSessionStore(
                stores.apply(redis), checked.maxStoreThreads().of(ConnectorThreads.of(getContext())));
        store = opened;
        settings = checked;
        values = new SessionValues(
                new AttributeCodec(
                        checked.attributes().deserializable(),
                        checked.attributes().jsonBeans(),
                        checked.largestAttribute()),
                this::webapp);
        var merging = new SessionEngine(
                opened,
                new DocumentCodec(checked.keys(), application(checked.application())),
                new DocumentCache(checked.cachedSessions(), checked.cachedBytes()),
                checked.keyPrefix(),
                new SessionEngine.Limits(checked.partBytes(), checked.largestSession(), checked.maxSessionsPerUser()));
        engine = merging;
        var watching = new StoreWatch(opened);
        watch = watching;
        userLimit = new UserLimit(this, merging, checked.maxSessionsPerUser(), checked.sessionsPerUserPolicy());
        getContext()
                .getServletContext()
                .setAttribute(SessionRegistry.ATTRIBUTE, new ClusterSessions(this, opened, merging, watching, node));
        LOG.log(
                System.Logger.Level.INFO,
                "Sessions are kept in Redis at {0}, keys {1}*, {2}.",
                redis.place(),
                checked.keyPrefix(),
                checked.keys().sealing() ? "sealed" : "not sealed: set encryptionKeys to seal them");
        tellWhatIsNotUsed(checked.redis().configuration());
        watching.look();
    }

    private static void tellWhatIsNotUsed(@Nullable RedissonConfiguration configuration) {
        if (configuration != null && !configuration.notUsed().isEmpty()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "The manager decides these itself, redissonConfig notwithstanding: {0}. Its setting commandTimeout is"
                            + " the deadline of a command.",
                    String.join(", ", configuration.notUsed()));
        }
    }

    /** All nodes have an application at the same path, so the path names it; that of a parallel deployment has no version in it. */
    private String application(String configured) {
        var path = getContext().getPath();
        return !configured.isEmpty() ? configured : path == null || path.isEmpty() ? "/" : path;
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
        try {
            if (store != null) {
                store.close();
            }
        } finally {
            store = null;
            engine = null;
            watch = null;
            userLimit = null;
            super.stopInternal();
        }
    }

    /** A client's id is never adopted, whatever Tomcat found in the request; only that of a session which crosses into this application. */
    @Override
    public Session createSession(@Nullable String sent) {
        var crossing = sent != null && RequestScope.crosses(this, sent);
        var session = (VedfolnirSession) noting(() -> super.createSession(crossing ? sent : null));
        if (crossing) {
            session.cross();
        }
        var scope = RequestScope.current(this);
        if (scope != null) {
            scope.created(session);
        }
        return session;
    }

    @Override
    protected StandardSession getNewSession() {
        var now = Instant.now();
        var idle = Math.max(0, getContext().getSessionTimeout()) * 60_000L;
        var absolute = settings().absoluteTimeout().toMillis();
        var until = absolute == 0 ? 0 : store().now() + absolute; // its clock will tell the end
        return new VedfolnirSession(this, VedfolnirSession.fresh(random(16), idle, until, now));
    }

    @Override
    public @Nullable Session findSession(@Nullable String id) throws java.io.IOException {
        if (id == null) {
            return null;
        }
        var scope = RequestScope.current(this);
        if (scope != null) {
            return scope.find(id);
        }
        return ConnectorQuestion.chooses() ? null : look(id);
    }

    /** A session that nobody uses by that: its end does not move. */
    @Nullable
    VedfolnirSession look(String sent) {
        return opened(sent, null, SessionEngine::look, VedfolnirSession::onlyLookedAt);
    }

    /** Whether the session is still there; if so its end moves. */
    boolean touch(SessionId id) {
        try {
            return engine().open(id).isPresent();
        } catch (UnreadableDocumentException e) {
            return false;
        }
    }

    SessionId crossed(String id) {
        return Crossing.into(application(settings().application()), id);
    }

    void noteSeveralCookies(Request request) {
        note(String.valueOf(request.getHeader("Cookie")), "several cookies", RequestScope.current(this));
    }

    private void note(String sent, String reason, @Nullable RequestScope scope) {
        badCookies.note(sent, event(new SessionEvent.Unreadable(reason), null, null, scope), store());
    }

    /** Opens a session in the store; null when there is none that this node can read. */
    @Nullable
    VedfolnirSession open(String sent, @Nullable RequestScope scope) {
        return opened(sent, scope, SessionEngine::open, UnaryOperator.identity());
    }

    private @Nullable VedfolnirSession opened(
            String sent, @Nullable RequestScope scope, Opening opening, UnaryOperator<VedfolnirSession> finish) {
        var id = RequestScope.crosses(this, sent) ? Optional.of(crossed(sent)) : SessionId.parse(sent);
        if (id.isEmpty()) {
            note(sent, "malformed id", scope);
            return null;
        }
        try {
            return opening.of(engine(), id.get())
                    .map(found -> new VedfolnirSession(this, sent, id.get(), found.document(), found.lastAccess()))
                    .map(finish)
                    .orElse(null);
        } catch (UnreadableDocumentException e) {
            note(sent, e.reason().name(), scope);
            return null;
        }
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
        var endedHere = noting(() -> store().end(id, ended));
        engine().forget(id);
        return endedHere;
    }

    /** The values of the session's parts; empty when this call did not end it. */
    Optional<Map<String, EncodedAttribute>> end(SessionId id, NewEvent ended, SessionDocument document) {
        var parts = noting(() -> engine().parts().end(id, ended, document));
        engine().forget(id);
        return parts;
    }

    /** An attribute that lies beside the document; null when the session has it no more. */
    @Nullable
    EncodedAttribute part(SessionId id, SessionDocument read, String name) {
        return noting(() -> Optional.ofNullable(engine().parts().read(id, read, name)))
                .orElse(null);
    }

    /** When the store fails here, the answer of the request is 503, also when the application swallows the exception. */
    private <T> T noting(Supplier<T> step) {
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
        var request = scope == null ? null : scope.request();
        return new NewEvent(
                event,
                new EventContext(
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

    private ClassLoader webapp() {
        var loader = getContext().getLoader();
        var webapp = loader == null ? null : loader.getClassLoader();
        return webapp == null ? VedfolnirSessionManager.class.getClassLoader() : webapp;
    }

    @Override
    public void processExpires() {
        new Expiry(this, store(), engine()).run();
        if (watch != null) {
            watch.look();
        }
    }

    /** Sessions are in the store, not here. */
    @Override
    public void add(Session session) {
        // nothing to keep: each request has its own copy
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

    private ManagerSettings settings() {
        return SessionEngine.required(settings, VedfolnirSessionManager::notStarted);
    }

    private SessionEngine engine() {
        return SessionEngine.required(engine, VedfolnirSessionManager::notStarted);
    }

    private SessionStore store() {
        return SessionEngine.required(store, VedfolnirSessionManager::notStarted);
    }

    private static String notStarted() {
        return "The session manager is not started. Its context starts it; see the log for what stopped it.";
    }
}
