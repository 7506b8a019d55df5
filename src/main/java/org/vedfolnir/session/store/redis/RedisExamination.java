package org.vedfolnir.session.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.RedisException;
import org.redisson.config.Config;
import org.vedfolnir.session.store.Concern;
import org.vedfolnir.session.store.StoreCondition;
import org.vedfolnir.session.store.StoreUnavailableException;

/**
 * Looks at each Redis that holds sessions, by {@code INFO} alone: {@code CONFIG} is for administrators. It is one command for each
 * master. Used by one thread at a time.
 */
final class RedisExamination {

    private final RedissonClient redisson;
    private final Config config;
    /** Keys thrown away until the last look, by the server that threw them. */
    private final Map<String, Long> evicted = new HashMap<>();

    RedisExamination(RedissonClient redisson, Config config) {
        this.redisson = redisson;
        this.config = config;
    }

    StoreCondition examine() {
        var concerns = new ArrayList<Concern>();
        var notes = new ArrayList<String>();
        try {
            for (var node : masters()) {
                examine(node, concerns, notes);
            }
        } catch (RedisException | CompletionException e) {
            // the latter when another thread tried to connect at the same time, and failed
            throw new StoreUnavailableException(
                    "Redis did not say how it does (" + OutageReason.of(e) + ").", Duration.ofSeconds(1), e);
        }
        return new StoreCondition(concerns, notes);
    }

    /** None for the moment in which a failover has taken one and not yet given another. */
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

    private void examine(RedisNode node, List<Concern> concerns, List<String> notes) {
        var place = node.getAddr().getHostString() + ":" + node.getAddr().getPort();
        try {
            var facts = new RedisFacts(place, node.info(RedisNode.InfoSection.DEFAULT));
            concerns.addAll(facts.concerns());
            notes.addAll(facts.notes());
            var server = facts.server();
            var before = evicted.put(server, facts.evicted());
            if (before != null && facts.evicted() > before) {
                concerns.add(facts.throwsAway());
            }
        } catch (RedisException e) {
            if (!String.valueOf(e.getMessage()).contains("NOPERM")) {
                throw e;
            }
            notes.add("The Redis at " + place
                    + " does not let this user ask INFO: whether it keeps its sessions over a crash, or"
                    + " throws them away when memory runs out, cannot be told. Give the user +info.");
        }
    }
}
