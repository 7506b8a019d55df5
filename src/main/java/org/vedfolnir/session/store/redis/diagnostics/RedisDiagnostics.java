package org.vedfolnir.session.store.redis.diagnostics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.RedisException;
import org.redisson.config.Config;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.diagnosis.EventBacklog;
import org.vedfolnir.session.store.diagnosis.Failover;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;
import org.vedfolnir.session.store.diagnosis.StoreDiagnosis;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.error.OutageReason;

/**
 * Diagnoses each Redis that holds sessions, by {@code INFO} alone, since {@code CONFIG} is for administrators. It is
 * one command for each master, and one for a Sentinel. Used by one thread at a time.
 */
public final class RedisDiagnostics {

    private static final Concern NO_SENTINEL = new Concern(
            "No Sentinel answers.",
            "None of the Sentinels answers. Sessions are kept, but if the master fails, no replica replaces it, and"
                    + " this node"
                    + " does not learn of a new one. Start the Sentinels, or correct sentinelAddresses.");

    private final RedissonClient redisson;
    private final Config config;
    private final Duration timeout;
    /** Keys evicted until the last diagnosis, by server. */
    private final Map<String, Long> evicted = new HashMap<>();

    private final LongSupplier clock;
    private final FailoverDetector failovers;
    private final MissingReplicas missing = new MissingReplicas();

    /**
     * @param clock the store's, ms since 1970
     * @param others returns INFO of the Redis at a place that is not a master now; empty if it does not answer
     */
    public RedisDiagnostics(
            RedissonClient redisson,
            Config config,
            Duration timeout,
            LongSupplier clock,
            Function<String, Optional<RedisInfo>> others,
            LogDeduplicator deduplicator) {
        this.timeout = timeout;
        this.clock = clock;
        this.failovers = new FailoverDetector(others, deduplicator);
        this.redisson = redisson;
        this.config = config;
    }

    public StoreDiagnosis diagnose() {
        var concerns = new ArrayList<Concern>();
        var notes = new ArrayList<String>();
        try {
            var masters = masters();
            var places = masters.stream().map(RedisDiagnostics::place).collect(Collectors.toSet());
            missing.retain(places);
            examineAll(masters, places, concerns, notes);
            if (config.isSentinelConfig() && noSentinelAnswers()) {
                concerns.add(NO_SENTINEL);
            }
        } catch (RedisException | CompletionException e) {
            // the latter if another thread tried to connect at the same time, and failed
            throw new StoreUnavailableException(
                    "Redis did not answer INFO (" + OutageReason.of(e) + ").", Duration.ofSeconds(1), e);
        }
        var tookOver = failovers.concerns(clock.getAsLong());
        concerns.addAll(tookOver);
        return new StoreDiagnosis(concerns, notes, EventBacklog.NONE, tookOver);
    }

    /** A silent master does not hide what is known of the others, unless all are silent. */
    private void examineAll(
            Collection<? extends RedisNode> masters, Set<String> places, List<Concern> concerns, List<String> notes) {
        var silent = 0;
        for (var node : masters) {
            try {
                examine(node, places, concerns, notes);
            } catch (RedisException | CompletionException e) {
                silent++;
                if (silent == masters.size()) {
                    throw e;
                }
                var reason = OutageReason.of(e);
                concerns.add(new Concern(
                        "A part of the store does not answer.",
                        "The Redis at " + place(node) + " does not answer (" + reason
                                + "): requests for its sessions get a 503. Start it, or find out why no"
                                + " replica replaces it."));
            }
        }
    }

    /** Returns the failovers that were detected in the last hour. */
    public List<Failover> failovers() {
        return failovers.all();
    }

    public void close() {
        failovers.close();
    }

    /** Returns no master in the moment in which a failover has removed one and not yet added another. */
    private Collection<? extends RedisNode> masters() {
        if (config.isClusterConfig()) {
            return redisson.getRedisNodes(RedisNodes.CLUSTER).getMasters();
        }
        return Stream.ofNullable(
                        config.isSentinelConfig()
                                ? redisson.getRedisNodes(RedisNodes.SENTINEL_MASTER_SLAVE)
                                        .getMaster()
                                : redisson.getRedisNodes(RedisNodes.SINGLE).getInstance())
                .toList();
    }

    private boolean noSentinelAnswers() {
        var sentinels = redisson.getRedisNodes(RedisNodes.SENTINEL_MASTER_SLAVE).getSentinels();
        return !sentinels.isEmpty()
                && sentinels.stream().noneMatch(each -> each.ping(timeout.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static String place(RedisNode node) {
        return node.getAddr().getHostString() + ":" + node.getAddr().getPort();
    }

    private void examine(RedisNode node, Set<String> places, List<Concern> concerns, List<String> notes) {
        var place = place(node);
        try {
            var started = clock.getAsLong();
            var facts = new RedisInfo(place, node.info(RedisNode.InfoSection.DEFAULT));
            concerns.addAll(facts.concerns());
            notes.addAll(facts.notes());
            failovers.update(facts, started, places);
            if (!config.isSingleConfig()) {
                missing.update(facts, started).ifPresent(concerns::add);
            }
            var server = facts.server();
            var before = evicted.put(server, facts.evicted());
            if (before != null && facts.evicted() > before) {
                concerns.add(facts.evictsKeys());
            }
        } catch (RedisException e) {
            if (!String.valueOf(e.getMessage()).contains("NOPERM")) {
                throw e;
            }
            notes.add("The Redis at " + place
                    + " does not permit this user to run INFO: it is unknown whether it keeps its sessions after a"
                    + " crash, or evicts them when memory runs out. Give the user +info.");
        }
    }
}
