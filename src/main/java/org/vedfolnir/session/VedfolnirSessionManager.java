package org.vedfolnir.session;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Session;
import org.apache.catalina.session.StandardSession;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.engine.FreshDocuments;
import org.vedfolnir.session.former.FormerManager;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.http.SessionVisit;
import org.vedfolnir.session.http.VedfolnirSession;
import org.vedfolnir.session.id.CompactSessionIds;
import org.vedfolnir.session.id.IdGenerator;
import org.vedfolnir.session.log.LogContext;
import org.vedfolnir.session.registry.ClusterSessionRegistry;
import org.vedfolnir.session.registry.ExpirySweep;
import org.vedfolnir.session.registry.listing.ClusterSessionMap;
import org.vedfolnir.session.request.CommitFilter;
import org.vedfolnir.session.request.CommitHook;
import org.vedfolnir.session.request.EarlyLookups;
import org.vedfolnir.session.request.LazyAuthenticator;
import org.vedfolnir.session.request.OperatorValve;
import org.vedfolnir.session.request.RequestScopeListener;
import org.vedfolnir.session.settings.ManagerSettings;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;
import org.vedfolnir.session.store.redis.RedisStore;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * Tomcat's session manager over Redis: {@code <Manager className="org.vedfolnir.session.VedfolnirSessionManager"/>}.
 * Tomcat's digester calls its setters before it starts; after that it is safe for use by many threads.
 *
 * <p>It keeps no sessions: each request opens its own, and the store decides whether it exists. Simultaneous requests
 * of one session on this node share it if {@code concurrency} is {@code shared}.
 */
public final class VedfolnirSessionManager extends ManagerFigures implements SessionRuntime.Owner {

    private final Function<RedisSettings, Store> stores;
    private final Function<String, @Nullable String> environment;
    private final ManagerValves valves = new ManagerValves(requests);
    private final AdoptedIds adoptedIds = new AdoptedIds(requests);
    private final SessionIdChanges idChanges = new SessionIdChanges(runtime);
    private final ThreadSubject subject = new ThreadSubject(requests);
    private LogDeduplicator announcements = new LogDeduplicator();
    private @Nullable FreshDocuments fresh;

    public VedfolnirSessionManager() {
        this(RedisStore::new);
    }

    public VedfolnirSessionManager(Function<RedisSettings, Store> stores) {
        this(stores, System::getenv);
    }

    /**
     * Checks for expired sessions each time Tomcat's background thread runs (10 s), well within their documents' grace.
     *
     * @param stores opens the store at the manager's start
     * @param environment returns the value of a variable; null if it is not set
     */
    public VedfolnirSessionManager(
            Function<RedisSettings, Store> stores, Function<String, @Nullable String> environment) {
        this.stores = stores;
        this.environment = environment;
        setProcessExpiresFrequency(1);
    }

    @Override
    public String getName() {
        return "VedfolnirSessionManager";
    }

    @Override
    public SessionRuntime runtime() {
        return runtime;
    }

    @Override
    public void setContext(Context context) {
        var former = getContext();
        if (former != null && former != context) {
            valves.leave(former);
        }
        super.setContext(context);
        if (context != null && former != context) {
            valves.join(context);
        }
    }

    @Override
    protected void startInternal() throws LifecycleException {
        if (getSessionIdGenerator() == null) {
            setSessionIdGenerator(CompactSessionIds.of256Bits());
        }
        LogContext.ask(subject);
        var given = startedGenerator();
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
        LazyAuthenticator.replaceTomcats(getContext());
        CommitFilter.first(getContext(), requests);
        RequestScopeListener.first(getContext(), requests);
        OperatorValve.join(getEngine(), this);
        setState(LifecycleState.STARTING);
    }

    /** A generator without usable ids prevents the start; otherwise each visitor would get a 500. */
    private IdGenerator.Given startedGenerator() throws LifecycleException {
        var generator = getSessionIdGenerator();
        IdGenerator.checkLength(generator);
        try {
            super.startInternal();
        } catch (LifecycleException e) {
            throw IdGenerator.doesNotStart(generator, e);
        }
        return IdGenerator.inspect(generator, getJvmRoute());
    }

    private void connect(ManagerSettings settings, IdGenerator.Given given) {
        if (settings.adoption().from() == FormerManager.STANDARD_MANAGER) {
            former.use("pathname");
        }
        former.log();
        valves.limitBodies(settings.limits().largestBody(), ConnectorThreads.of(getContext()));
        announcements = TomcatAnnouncements.of(getEngine());
        var assembly = new ManagerAssembly(
                this, getSessionAttributeValueClassNamePattern(), pathname, requests, settings, announcements);
        assembly.setSessionTimeout();
        var opened = assembly.open(stores, given, new OtherVersions(this));
        var store = runtime.running().store();
        fresh = assembly.fresh(store);
        running = opened;
        sessions = new ClusterSessionMap(runtime, store.index());
        publish(opened.registry());
        new StartMessages(this, announcements, settings)
                .log(assembly.redis(), opened.monitor().check());
        opened.beginImport();
    }

    @Override
    protected void stopInternal() throws LifecycleException {
        setState(LifecycleState.STOPPING);
        withdraw();
        RequestScopeListener.remove(getContext(), requests);
        OperatorValve.leave(getEngine(), this);
        announcements.remove(this);
        var stopped = running;
        var serving = runtime.runningIfAny();
        try {
            if (stopped != null) {
                stopped.monitor().close();
            }
            if (serving != null) {
                serving.localEnds().stop();
                serving.store().close();
            }
        } finally {
            running = null;
            fresh = null;
            runtime.stop();
            sessions = new ConcurrentHashMap<>();
            super.stopInternal();
        }
    }

    /** Tomcat also calls this at the start, and discards the result. */
    @Override
    protected String generateSessionId() {
        var known = runtime.runningIfAny();
        return known == null ? "" : known.ids().unused(super::generateSessionId);
    }

    @Override
    public String rotateSessionId(Session session) {
        var id = idChanges.next(session, super::generateSessionId);
        changeSessionId(session, id);
        return id;
    }

    /** @throws IllegalArgumentException on Redis Cluster, for an id of another shard than the session's */
    @Override
    public void changeSessionId(Session session, String newId) {
        idChanges.check(session, newId);
        super.changeSessionId(session, newId);
    }

    /** Applies Tomcat's filters, and the settings. */
    @Override
    public boolean willAttributeDistribute(String name, Object value) {
        var parts = runtime.componentsIfAny();
        return (parts == null || !parts.attributes().isUnstored(name)) && super.willAttributeDistribute(name, value);
    }

    /** @param sent an id of the client, which {@link AdoptedIds} may take over; null if there is none */
    @Override
    public Session createSession(@Nullable String sent) {
        var scope = requests.current();
        if (scope == null) {
            EarlyLookups.refuseInOutage(requests);
        }
        var adopted = sent == null ? null : adoptedIds.of(sent, scope);
        var session = (VedfolnirSession) runtime.persistence().recordingOutage(() -> super.createSession(adopted));
        if (adopted != null) {
            session.cross();
            runtime.opener().crossed();
        }
        if (scope == null) {
            return SessionVisit.outsideOfScope(runtime, session);
        }
        var visit = SessionVisit.enter(runtime, session);
        scope.lookup().created(visit);
        return visit;
    }

    @Override
    protected StandardSession getNewSession() {
        var documents = fresh;
        if (documents == null) {
            throw SessionRuntime.notStarted();
        }
        var begun = new VedfolnirSession(runtime, documents.get());
        return runtime.shared().isOn() ? begun.share() : begun;
    }

    @Override
    public @Nullable Session findSession(@Nullable String id) throws IOException {
        if (id == null) {
            return null;
        }
        var scope = requests.current();
        return scope != null ? scope.lookup().find(id) : EarlyLookups.answer(requests, id);
    }

    @Override
    public void backgroundProcess() {
        runtime.activeSessions().touch();
        var known = running;
        if (known != null) {
            known.keys().refresh();
            known.proceedWithImport();
        }
        super.backgroundProcess();
    }

    @Override
    public void processExpires() {
        var serving = runtime.running();
        var expiry = new ExpirySweep(runtime, serving.store(), serving.engine());
        expiry.run();
        var known = running;
        if (known != null) {
            known.monitor().check();
        }
        expiry.renewIndexes();
        serving.ids().publishAgain();
    }

    /** The store has the sessions, not the manager. */
    @Override
    public void add(Session session) {
        // nothing to keep: SharedSessions has the sessions that requests share
    }

    @Override
    public void load() {
        // nothing to load: sessions are always in the store
    }

    @Override
    public void unload() {
        // nothing to unload: each change was saved with its request
    }

    ClusterSessionRegistry registry() {
        var known = running;
        if (known == null) {
            throw SessionRuntime.notStarted();
        }
        return known.registry();
    }
}
