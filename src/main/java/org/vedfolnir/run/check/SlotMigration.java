package org.vedfolnir.run.check;

import org.vedfolnir.run.server.ClusterBootstrap;
import org.vedfolnir.run.server.ManagedRedisCluster;
import org.vedfolnir.run.server.SupervisedRedis;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.MigrateParams;

/** Migrates a slot of a Redis Cluster with its keys, in the steps of {@code redis-cli --cluster reshard}. */
final class SlotMigration {

    private static final int AT_ONCE = 100;
    private static final int TIMEOUT_MS = 5000;

    private final ManagedRedisCluster cluster;
    private final int slot;
    private final SupervisedRedis from;
    private final SupervisedRedis to;
    private final String toId;

    SlotMigration(ManagedRedisCluster cluster, int slot, SupervisedRedis from, SupervisedRedis to) {
        this.cluster = cluster;
        this.slot = slot;
        this.from = from;
        this.to = to;
        this.toId = ClusterBootstrap.idOf(to);
    }

    /** From now on, the old master redirects to the new one for keys that it no longer has. */
    void begin() {
        var fromId = ClusterBootstrap.idOf(from);
        to.query(redis -> redis.clusterSetSlotImporting(slot, fromId));
        from.query(redis -> redis.clusterSetSlotMigrating(slot, toId));
    }

    void moveKeys() {
        while (from.query(this::moveSome)) {
            // until none is left
        }
    }

    private boolean moveSome(Jedis redis) {
        var keys = redis.clusterGetKeysInSlot(slot, AT_ONCE);
        if (keys.isEmpty()) {
            return false;
        }
        var login = MigrateParams.migrateParams().auth(cluster.password());
        redis.migrate("127.0.0.1", to.port(), 0, TIMEOUT_MS, login, keys.toArray(String[]::new));
        return true;
    }

    /** The new master comes first: otherwise no master would have the slot in between. */
    void end() {
        to.query(redis -> redis.clusterSetSlotNode(slot, toId));
        from.query(redis -> redis.clusterSetSlotNode(slot, toId));
    }
}
