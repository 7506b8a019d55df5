package org.vedfolnir.session.store.redis;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.diagnosis.EventBacklog;
import org.vedfolnir.session.store.diagnosis.Failover;
import org.vedfolnir.session.store.diagnosis.StoreDiagnosis;
import org.vedfolnir.session.store.diagnosis.StoreDiagnostics;
import org.vedfolnir.session.store.diagnosis.StoreServer;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.diagnostics.RedisDiagnostics;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.keys.ApplicationKeys;
import org.vedfolnir.session.store.redis.keys.ShardKeys;
import org.vedfolnir.session.store.redis.script.EventScripts;
import org.vedfolnir.session.store.redis.settings.RedisSettings;
import org.vedfolnir.session.store.redis.settings.SecurityWrites;
import org.vedfolnir.session.store.redis.tracking.InvalidationFeed;

/** Diagnoses Redis: its INFO, its refusals, and the events that wait. */
final class RedisStoreDiagnostics implements StoreDiagnostics {

    private final RedisSettings settings;
    private final ScriptRunner runner;
    private final ApplicationKeys keys;
    private final RedisDiagnostics redis;
    private final FailoverRecovery recovery;
    private volatile @Nullable InvalidationFeed invalidations;

    RedisStoreDiagnostics(
            RedisSettings settings,
            ScriptRunner runner,
            ApplicationKeys keys,
            RedisDiagnostics redis,
            FailoverRecovery recovery) {
        this.settings = settings;
        this.runner = runner;
        this.keys = keys;
        this.redis = redis;
        this.recovery = recovery;
    }

    /** Includes the state of the feed in later diagnoses. */
    void include(InvalidationFeed feed) {
        invalidations = feed;
    }

    @Override
    public StoreDiagnosis diagnose() {
        var found = probe();
        var feed = invalidations;
        var refused = Stream.concat(runner.refusals().concerns().stream(), runner.replicas().concerns().stream())
                .toList();
        return new StoreDiagnosis(
                Stream.concat(found.concerns().stream(), refused.stream()).toList(),
                Stream.concat(found.notes().stream(), feed == null ? Stream.empty() : feed.note().stream())
                        .toList(),
                backlog(),
                Stream.concat(found.logged().stream(), refused.stream()).toList());
    }

    /**
     * There may be no requests for a while, so this tests whether Redis serves and accepts writes; a change is logged
     * at once.
     */
    private StoreDiagnosis probe() {
        var probe = runner.probe();
        try {
            var found = redis.diagnose();
            recovery.update();
            if (probe.isOneAway()) {
                probe.probeAll();
            }
            probe.probeWrites(settings.keyPrefix() + "beat:look:" + settings.node() + ":");
            if (settings.securityWrites() == SecurityWrites.REPLICATED) {
                probe.probeReplicas(keys.all().stream().map(this::beat).toList());
            }
            return found;
        } catch (StoreUnavailableException e) {
            probe.probeAll();
            throw e;
        }
    }

    /** Returns the key of a shard to which the diagnosis writes, and which nothing reads. */
    private byte[] beat(ShardKeys of) {
        return bytes(new String(of.prefix(), StandardCharsets.UTF_8) + "beat:look:" + settings.node());
    }

    private EventBacklog backlog() {
        if (!settings.recording().recorded()) {
            return EventBacklog.NONE;
        }
        var answers = runner.executeEach(
                keys.all().stream().map(EventScripts::backlog).toList());
        var bytes = 0L;
        var lost = 0L;
        var missing = 0L;
        var fullest = 0.0;
        for (var shard = 0; shard < answers.size(); shard++) {
            // the backlog of a shard that does not answer is reported when it does
            if (answers.get(shard) instanceof List<?> answer) {
                var backlog = EventScripts.Backlog.of(answer);
                fullest = Math.max(
                        fullest, backlog.bytes() * 1.0 / keys.all().get(shard).mostEventBytes());
                bytes += backlog.bytes();
                lost += backlog.lost();
                missing += backlog.missing();
            }
        }
        var most = settings.recording().bytes();
        // the fullest shard is the first that loses events
        return new EventBacklog(Math.max(bytes, (long) (fullest * most)), most, lost, missing);
    }

    @Override
    public List<Failover> failovers() {
        return recovery.failovers();
    }

    @Override
    public long unreplicatedWrites() {
        return runner.replicas().missed();
    }

    @Override
    public List<StoreServer> servers() {
        return runner.servers();
    }
}
