package org.vedfolnir.session;

import java.io.ObjectInputFilter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.catalina.Context;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.AttributeFactory;
import org.vedfolnir.session.attribute.policy.AttributePolicy;
import org.vedfolnir.session.attribute.policy.ClassNameFilter;
import org.vedfolnir.session.attribute.policy.InPlaceChangePolicy;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.seal.TextCodec;
import org.vedfolnir.session.engine.FreshDocuments;
import org.vedfolnir.session.engine.PlainSessionAdoption;
import org.vedfolnir.session.engine.ReloadingKeyRing;
import org.vedfolnir.session.engine.SessionEngine;
import org.vedfolnir.session.engine.SessionLimit;
import org.vedfolnir.session.engine.TrackedReads;
import org.vedfolnir.session.engine.cache.DocumentCache;
import org.vedfolnir.session.engine.health.KeyComparison;
import org.vedfolnir.session.engine.health.StoreHealthMonitor;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.http.SharedSessions;
import org.vedfolnir.session.http.runtime.EventFactory;
import org.vedfolnir.session.http.runtime.RunningStore;
import org.vedfolnir.session.http.runtime.SessionComponents;
import org.vedfolnir.session.id.ClientIds;
import org.vedfolnir.session.id.IdGenerator;
import org.vedfolnir.session.local.LastAccessTimes;
import org.vedfolnir.session.local.LocalAttributes;
import org.vedfolnir.session.local.LocalEndNotifier;
import org.vedfolnir.session.registry.ClusterSessionRegistry;
import org.vedfolnir.session.registry.EndedSessionCleanup;
import org.vedfolnir.session.registry.KeyRingSecrets;
import org.vedfolnir.session.request.RequestScopes;
import org.vedfolnir.session.settings.ManagerSettings;
import org.vedfolnir.session.settings.ReadMode;
import org.vedfolnir.session.signon.Principals;
import org.vedfolnir.session.signon.SignOnDocuments;
import org.vedfolnir.session.signon.SingleSignOnRepository;
import org.vedfolnir.session.store.IdleSlack;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.bulkhead.BulkheadStore;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/** Assembles the parts of a running manager from its settings. For one start, on one thread. */
final class ManagerAssembly {

    /** The cache of single sign-ons is smaller than that of sessions by this factor. */
    private static final int SIGN_ONS_PART = 8;

    private static final InstantSource CLOCK = InstantSource.system();

    private final SecureRandom random = new SecureRandom();
    private final ManagerFigures manager;
    private final @Nullable Pattern classNames;
    private final @Nullable String pathname;
    private final RequestScopes requests;
    private final SessionRuntime runtime;
    private final ManagerSettings settings;
    private final LogDeduplicator announcements;
    private final String application;
    private final String node;

    /**
     * @param classNames of values that the container's filter allows in a session; null for all
     * @param pathname of the file of Tomcat's own manager; null for its usual name
     */
    ManagerAssembly(
            ManagerFigures manager,
            @Nullable Pattern classNames,
            @Nullable String pathname,
            RequestScopes requests,
            ManagerSettings settings,
            LogDeduplicator announcements) {
        this.classNames = classNames;
        this.pathname = pathname;
        this.manager = manager;
        this.requests = requests;
        this.runtime = requests.runtime();
        this.settings = settings;
        this.announcements = announcements;
        this.application = settings.identity().application().isEmpty()
                ? ApplicationName.of(manager.getContext(), settings.identity().versions())
                : settings.identity().application();
        this.node = nodeName(settings.identity().node(), manager.getJvmRoute());
    }

    /** Identifies nodes in events; two nodes of one host differ by their random suffix. */
    private String nodeName(String configured, @Nullable String route) {
        if (!configured.isEmpty()) {
            return configured;
        }
        return route != null && !route.isEmpty() ? route : "node-" + random(4);
    }

    private String random(int bytes) {
        var drawn = new byte[bytes];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    private Context context() {
        return manager.getContext();
    }

    private ClassLoader webapp() {
        var loader = context().getLoader();
        var webapp = loader == null ? null : loader.getClassLoader();
        return webapp == null ? ManagerAssembly.class.getClassLoader() : webapp;
    }

    /** Must run before any session begins. */
    void setSessionTimeout() {
        if (!settings.times().idle().isZero()) {
            var minutes = settings.times().idle().plusSeconds(59).toMinutes(); // Tomcat counts in minutes
            context().setSessionTimeout((int) Math.min(Integer.MAX_VALUE / 60, minutes));
        }
    }

    RedisSettings redis() {
        return new RedisSettings(
                settings.store().keyPrefix(),
                application,
                settings.store().redis(),
                settings.store().commandTimeout(),
                settings.times().touchInterval(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                settings.store().recording(),
                Duration.ofSeconds(30),
                node,
                settings.consistency().securityWrites(),
                announcements,
                runtime.meters());
    }

    /**
     * Opens the store, and gives it to the runtime. If anything fails, it closes the store again.
     *
     * @param given the format of the generated ids
     */
    RunningManager open(
            Function<RedisSettings, Store> stores, IdGenerator.Given given, ClusterSessionRegistry.Others others) {
        var opened = new BulkheadStore(
                stores.apply(redis()),
                settings.limits().storeThreads().of(ConnectorThreads.of(context())),
                runtime.meters());
        try {
            return serve(opened, given, others);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private RunningManager serve(Store store, IdGenerator.Given given, ClusterSessionRegistry.Others others) {
        var classes = classes();
        var codec = new AttributeCodec(
                classes, settings.attributes().jsonBeans(), settings.limits().largestAttribute());
        var parts = parts(codec);
        var cache =
                new DocumentCache(settings.cache().sessions(), settings.cache().bytes());
        var signOnCache =
                new DocumentCache(settings.cache().sessions(), settings.cache().bytes() / SIGN_ONS_PART);
        var keys = keys(List.of(cache, signOnCache));
        var documents = new DocumentCodec(keys, application);
        var engine = engine(store, cache, documents, parts.values());
        var ids = new ClientIds(given, settings.keys().storedIds(), store, System::nanoTime).announce();
        var adoption = new AdoptionAssembly(settings, codec, classes, this::webapp, context(), pathname, limits());
        var limit = limit(engine, parts);
        runtime.begin(
                new SharedSessions(settings.consistency().concurrency()),
                parts,
                new RunningStore(
                        store,
                        engine,
                        limit,
                        ids,
                        signOns(store, keys, signOnCache),
                        new LocalEndNotifier(context(), new EndedSessionCleanup(runtime)::checkContainerAttributes),
                        adoption.inRedis(store, documents, fresh(store), parts, limit)));
        var watch = watch(store, keys);
        var registry = new ClusterSessionRegistry(
                requests, store, engine, watch, new KeyRingSecrets(new TextCodec(keys)), others);
        var imported = adoption.ofFile(store, ids, documents, fresh(store), parts, limit);
        return new RunningManager(settings, watch, keys, registry, imported);
    }

    /** Documents that were opened with a removed key must not be served from the caches. */
    private ReloadingKeyRing keys(List<DocumentCache> caches) {
        return new ReloadingKeyRing(
                settings.keys().ring(),
                settings.keys().current(),
                () -> caches.forEach(DocumentCache::clear),
                settings.keys().wrapping(),
                System::nanoTime);
    }

    private SessionLimit limit(SessionEngine engine, SessionComponents parts) {
        return new SessionLimit(
                engine,
                parts.values()::userOf,
                runtime.terminator(),
                settings.limits().sessionsPerUser(),
                settings.limits().sessionsPerUserPolicy(),
                settings.limits().storeThreads().of(ConnectorThreads.of(context())));
    }

    private StoreHealthMonitor watch(Store store, ReloadingKeyRing keys) {
        return new StoreHealthMonitor(
                store.diagnostics(),
                new KeyComparison(keys, store.nodes())::concerns,
                announcements,
                CLOCK,
                manager::storeChanged);
    }

    private SessionComponents parts(AttributeCodec codec) {
        var attributes = settings.attributes();
        return new SessionComponents(
                new LocalAttributes(attributes.localSessions()),
                new LastAccessTimes(settings.cache().sessions()),
                new IdleSlack(settings.times().touchInterval()),
                new AttributeFactory(
                        codec,
                        new InPlaceChangePolicy(attributes.unwatched(), attributes.watchedBytes()),
                        this::webapp),
                new Principals(codec, this::webapp, () -> context().getRealm()),
                new AttributePolicy(context(), attributes),
                settings.times().passivePaths(),
                new EventFactory(application, node, runtime::clientRequest));
    }

    /** The container's filter of class names precedes the manager's own. */
    private ObjectInputFilter classes() {
        var deserializable = settings.attributes().deserializable();
        return classNames == null
                ? deserializable
                : ObjectInputFilter.merge(new ClassNameFilter(classNames), deserializable);
    }

    private SessionEngine engine(Store store, DocumentCache cache, DocumentCodec documents, AttributeFactory values) {
        return new SessionEngine(
                store.sessions(),
                store.index(),
                documents,
                cache,
                settings.store().keyPrefix(),
                limits(),
                settings.keys().adoptPlain()
                        ? new PlainSessionAdoption(store.foreignSessions(), documents, fresh(store), values::userOf)
                        : null,
                settings.consistency().readMode() == ReadMode.TRACKED ? tracked(store, cache) : null,
                runtime.overwrittenChanges(),
                values::userOf,
                CLOCK);
    }

    private SessionEngine.Limits limits() {
        return new SessionEngine.Limits(
                settings.attributes().partBytes(),
                settings.limits().largestSession(),
                settings.limits().sessionsPerUser(),
                settings.limits().storeThreads().of(ConnectorThreads.of(context())));
    }

    FreshDocuments fresh(Store store) {
        return new FreshDocuments(
                context()::getSessionTimeout, settings.times().absolute(), store::now, () -> random(16), CLOCK);
    }

    private TrackedReads tracked(Store store, DocumentCache cache) {
        var trusted = new TrackedReads(
                cache,
                store::now,
                new IdleSlack(settings.times().touchInterval()),
                settings.cache().sessions(),
                System::nanoTime);
        store.subscribe(trusted);
        return trusted;
    }

    private SingleSignOnRepository signOns(Store store, ReloadingKeyRing keys, DocumentCache cache) {
        return new SingleSignOnRepository(
                store.signOns(),
                new DocumentCodec(keys, SingleSignOnRepository.APPLICATION),
                cache,
                new SignOnDocuments(() -> random(16), settings.times().absolute(), store::now, CLOCK));
    }
}
