package org.vedfolnir.session.store.redis;

import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.vedfolnir.session.store.redis.client.ClientConfig;
import org.vedfolnir.session.store.redis.client.LastConnectionFailure;
import org.vedfolnir.session.store.redis.client.RedisCredentialsResolver;
import org.vedfolnir.session.store.redis.client.ScanLogFilter;
import org.vedfolnir.session.store.redis.client.StoreThreads;
import org.vedfolnir.session.store.redis.diagnostics.RedisDiagnostics;
import org.vedfolnir.session.store.redis.diagnostics.RedisInfo;
import org.vedfolnir.session.store.redis.execution.InfoQuery;
import org.vedfolnir.session.store.redis.execution.RedisTopology;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.keys.ApplicationKeys;
import org.vedfolnir.session.store.redis.script.NodeScripts;
import org.vedfolnir.session.store.redis.script.StoreClock;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/** The resources that all ports of a store share until it is closed: threads, connections, the clock. Thread-safe. */
final class RedisRuntime implements AutoCloseable {

    private static final int THREADS = 2;

    private final StoreThreads threads = new StoreThreads(THREADS);
    private final RedissonClient redisson;
    private final boolean cluster;
    private final RedisTopology topology;
    private final ScriptRunner runner;
    private final ApplicationKeys keys;
    private final StoreClock clock;
    private final RedisDiagnostics diagnostics;

    RedisRuntime(RedisSettings settings) {
        var credentials = new RedisCredentialsResolver(settings.access().login(), System::nanoTime);
        var lastFailure = new LastConnectionFailure(System::nanoTime);
        var config = ClientConfig.of(settings, credentials, lastFailure);
        this.cluster = config.isClusterConfig();
        this.redisson = client(config);
        this.topology = new RedisTopology(redisson, settings);
        this.runner = new ScriptRunner(topology, settings, credentials, lastFailure);
        this.keys = new ApplicationKeys(settings, cluster);
        this.clock =
                new StoreClock(System::nanoTime, () -> NodeScripts.time(runner.executeIdempotent(NodeScripts.TIME)));
        var info = new InfoQuery(topology, settings.commandTimeout());
        this.diagnostics = new RedisDiagnostics(
                redisson,
                config,
                settings.commandTimeout(),
                clock::now,
                place -> info.at(place).map(fields -> new RedisInfo(place, fields)),
                settings.deduplicator());
    }

    private RedissonClient client(Config config) {
        threads.serve(config);
        return StoreThreads.withOwnLoader(() -> {
            ScanLogFilter.install();
            return Redisson.create(config);
        });
    }

    /** Whether this is a Redis Cluster. */
    boolean isCluster() {
        return cluster;
    }

    RedisTopology topology() {
        return topology;
    }

    ScriptRunner runner() {
        return runner;
    }

    ApplicationKeys keys() {
        return keys;
    }

    StoreClock clock() {
        return clock;
    }

    RedisDiagnostics diagnostics() {
        return diagnostics;
    }

    @Override
    public void close() {
        topology.close();
        redisson.shutdown(0, 2, TimeUnit.SECONDS);
        threads.close();
        runner.close();
        diagnostics.close();
    }
}
