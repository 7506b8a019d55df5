package org.vedfolnir.session.store.redis;

import java.util.List;
import redis.clients.jedis.Jedis;

/** Many slots of one master that move to another one at once. None of their keys has moved yet. */
public final class MovingSlots {

    private static final int AT_ONCE = 1000;

    private final RealCluster cluster;
    private final List<Integer> slots;
    private final RedisProcess from;
    private final RedisProcess to;

    private MovingSlots(RealCluster cluster, List<Integer> slots, RedisProcess from, RedisProcess to) {
        this.cluster = cluster;
        this.slots = slots;
        this.from = from;
        this.to = to;
    }

    static MovingSlots begin(RealCluster cluster, List<Integer> slots, RedisProcess from, RedisProcess to) {
        var source = ClusterFacts.id(from);
        var target = ClusterFacts.id(to);
        try (var importing = to.client();
                var migrating = from.client()) {
            for (var slot : slots) {
                importing.clusterSetSlotImporting(slot, source);
                migrating.clusterSetSlotMigrating(slot, target);
            }
        }
        return new MovingSlots(cluster, slots, from, to);
    }

    /** Moves all keys and assigns the slots to their new owner. */
    public void finish() {
        var id = ClusterFacts.id(to);
        try (var source = from.client();
                var target = to.client()) {
            for (var slot : slots) {
                moveKeys(source, slot);
                target.clusterSetSlotNode(slot, id);
                source.clusterSetSlotNode(slot, id);
            }
        }
    }

    private void moveKeys(Jedis source, int slot) {
        for (var key : source.clusterGetKeysInSlot(slot, AT_ONCE)) {
            MovingSlot.migrate(cluster, from, to, key);
        }
    }
}
