package org.vedfolnir.session.store.redis;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.EventSum;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.ChangeListener;
import org.vedfolnir.session.store.ForeignSessions;
import org.vedfolnir.session.store.NodeRegistry;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionIndex;
import org.vedfolnir.session.store.SessionPlacement;
import org.vedfolnir.session.store.SessionStore;
import org.vedfolnir.session.store.SignOnStore;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.Throttle;
import org.vedfolnir.session.store.diagnosis.StoreDiagnostics;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.client.StoreThreads;
import org.vedfolnir.session.store.redis.script.EndScript;
import org.vedfolnir.session.store.redis.script.EventScripts;
import org.vedfolnir.session.store.redis.script.ExpiryScripts;
import org.vedfolnir.session.store.redis.script.ForeignScripts;
import org.vedfolnir.session.store.redis.script.NodeScripts;
import org.vedfolnir.session.store.redis.script.OpenScript;
import org.vedfolnir.session.store.redis.script.SaveScript;
import org.vedfolnir.session.store.redis.script.SessionTimes;
import org.vedfolnir.session.store.redis.script.StatusScript;
import org.vedfolnir.session.store.redis.script.StoreClock;
import org.vedfolnir.session.store.redis.script.ThrottleScripts;
import org.vedfolnir.session.store.redis.script.UserIndexScripts;
import org.vedfolnir.session.store.redis.settings.RedisSettings;
import org.vedfolnir.session.store.redis.settings.SecurityWrites;
import org.vedfolnir.session.store.redis.tracking.InvalidationFeed;

/** The store on Redis. It starts without Redis and connects when Redis becomes available. Thread-safe. */
public final class RedisStore implements Store {

    private static final System.Logger LOG = System.getLogger(RedisStore.class.getName());

    private static final int WARM_UPS = 4;
    private static final SessionId MISSING = new SessionId("nobody-nobody-nobody-nobody");

    private final RedisSettings settings;
    private final RedisRuntime redis;
    private final OpenScript open;
    private final RedisStoreDiagnostics diagnostics;
    private final SessionStore sessions;
    private final SessionIndex index;
    private final SessionPlacement placement;
    private final ForeignSessions foreignSessions;
    private final SignOnStore signOns;
    private final Throttle throttle;
    private final NodeRegistry nodes;
    private final EventFeed events;
    private volatile @Nullable InvalidationFeed invalidations;

    public RedisStore(RedisSettings settings) {
        this.settings = settings;
        this.redis = new RedisRuntime(settings);
        var runner = redis.runner();
        var keys = redis.keys();
        var scripted = !redis.isCluster();
        var times = new SessionTimes(settings);
        this.open = new OpenScript(times);
        var save = new SaveScript(settings, times, scripted);
        var end = new EndScript(settings, times, scripted);
        var userScripts = new UserIndexScripts(settings, times);
        var onCluster = scripted ? null : new ClusterUserIndex(runner, keys, open, userScripts, redis.clock());
        var users = onCluster != null ? onCluster : new ScriptedUserIndex(runner, userScripts);
        var nodeScripts = new NodeScripts(settings);
        var recovery = new FailoverRecovery(
                redis.diagnostics(),
                onCluster == null ? null : new IndexSweep(runner, nodeScripts, keys.all(), onCluster));
        var documents =
                new Documents(runner, open, redis.clock(), settings.securityWrites() == SecurityWrites.REPLICATED);
        var expiry = new ExpiredSessionRemoval(runner, new ExpiryScripts(settings, times, scripted), keys.all(), users);
        this.sessions = new RedisSessionStore(settings, runner, keys, documents, save, end, users, expiry);
        this.index =
                new RedisSessionIndex(runner, keys, documents, new StatusScript(times), userScripts, users, recovery);
        this.placement = new RedisSessionPlacement(runner, keys, redis.topology(), redis.isCluster());
        this.foreignSessions = new RedisForeignSessions(
                runner, keys, new ForeignScripts(settings, times, scripted), save, users, redis.clock());
        this.signOns = new RedisSignOnStore(settings, documents, save, end);
        this.throttle = new RedisThrottle(runner, new ThrottleScripts(settings));
        this.nodes = new RedisNodeRegistry(runner, nodeScripts);
        this.events = settings.recording().recorded()
                ? new RedisEventFeed(runner, new EventScripts(settings), keys.all())
                : new NoEvents();
        this.diagnostics = new RedisStoreDiagnostics(settings, runner, keys, redis.diagnostics(), recovery);
        warmUp();
    }

    /**
     * The first command connects and loads a thousand classes. On a busy machine that exceeds the command timeout, and
     * the first visitor would get a 503. Here no request waits; if Redis is down, the first operation detects that.
     */
    private void warmUp() {
        var answers = false;
        for (var i = 0; i < WARM_UPS && !answers; i++) {
            answers = redis.runner().probe().warmUp(open.peek(redis.keys().session(MISSING)));
        }
        if (answers) {
            readClockAndGeneration();
        }
    }

    /**
     * Creating the first session needs the time; and a Redis with a generation from the start cannot be emptied
     * unnoticed.
     */
    private void readClockAndGeneration() {
        try {
            now();
            events.generation();
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "Redis did not answer the first command yet: {0}", e.getMessage());
        }
    }

    @Override
    public SessionStore sessions() {
        return sessions;
    }

    @Override
    public SessionIndex index() {
        return index;
    }

    @Override
    public SessionPlacement placement() {
        return placement;
    }

    @Override
    public ForeignSessions foreignSessions() {
        return foreignSessions;
    }

    @Override
    public SignOnStore signOns() {
        return signOns;
    }

    @Override
    public Throttle throttle() {
        return throttle;
    }

    @Override
    public EventFeed events() {
        return events;
    }

    @Override
    public NodeRegistry nodes() {
        return nodes;
    }

    @Override
    public StoreDiagnostics diagnostics() {
        return diagnostics;
    }

    /**
     * Events of one session without a change keep their order in the shard of its handle. Sums are counted in a single
     * shard, since their number is limited there.
     */
    @Override
    public void record(NewEvent event) {
        if (settings.recording().recorded()) {
            var session = event.context().session();
            var of = redis.keys()
                    .of(session == null || EventSum.isSummed(event.event()) ? settings.application() : session);
            redis.runner().executeIdempotent(EventScripts.record(event, of));
        }
    }

    @Override
    public long now() {
        return clock().now();
    }

    StoreClock clock() {
        return redis.clock();
    }

    /** Not supported on Redis Cluster, where each master would have to send notifications. */
    @Override
    public void subscribe(ChangeListener listener) {
        if (redis.isCluster()) {
            if (settings.deduplicator().begin(this, "tracked " + settings.place(), "")) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "readMode is tracked, but this is a Redis Cluster: each request reads from Redis, as with"
                                + " strict.");
            }
            return;
        }
        var feed = new InvalidationFeed(
                redis.topology(), redis.runner(), settings, listener, StoreThreads.newScheduler("vedfolnir-changes"));
        invalidations = feed;
        diagnostics.include(feed);
    }

    @Override
    public void close() {
        if (invalidations != null) {
            invalidations.close();
        }
        redis.close();
        settings.deduplicator().remove(this);
    }
}
