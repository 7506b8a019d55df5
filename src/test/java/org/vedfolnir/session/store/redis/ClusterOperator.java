package org.vedfolnir.session.store.redis;

import java.time.Duration;
import java.util.List;
import org.vedfolnir.session.store.Eventually;

/** Does to a Redis Cluster what its operator does, and causes the faults that its processes can have. */
public final class ClusterOperator {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RealCluster cluster;

    ClusterOperator(RealCluster cluster) {
        this.cluster = cluster;
    }

    /** Called after each key that has moved. */
    public interface Pace {

        /** No pause between keys. */
        Pace FAST = () -> {};

        void afterEachKey();
    }

    /** An orderly failover of one master, which loses nothing. Returns when its replica is the master. */
    public RedisProcess failOver(RedisProcess master) throws Exception {
        var replica = cluster.facts().replicaOf(master);
        replica.tell("CLUSTER", "FAILOVER");
        awaitPromoted(replica);
        return replica;
    }

    public void awaitPromoted(RedisProcess replica) throws Exception {
        Eventually.within(PATIENCE, () -> cluster.facts().isMaster(replica));
    }

    public MovingSlot begin(int slot, RedisProcess to) {
        return MovingSlot.begin(cluster, slot, to);
    }

    /** Leave the master one slot at least: a master without slots becomes a replica. */
    public MovingSlots begin(List<Integer> slots, RedisProcess from, RedisProcess to) {
        return MovingSlots.begin(cluster, slots, from, to);
    }

    public void move(List<Integer> slots, RedisProcess to, Pace pace) {
        for (var slot : slots) {
            var moving = begin(slot, to);
            for (var key : moving.left()) {
                moving.move(key);
                pace.afterEachKey();
            }
            moving.finish();
        }
    }

    /** Adds an empty master and returns when all processes know it. */
    public RedisProcess addMaster() throws Exception {
        var made = cluster.add();
        cluster.introduce();
        return made;
    }

    /** Removes a process without slots. */
    public void remove(RedisProcess gone) {
        var id = ClusterFacts.id(gone);
        cluster.remove(gone);
        cluster.facts().serving().forEach(each -> each.tell("CLUSTER", "FORGET", id));
    }

    /** Kills a master and all its replicas, so that none can take over. */
    public List<RedisProcess> loseShard(RedisProcess master) {
        var shard = List.of(cluster.facts().replicaOf(master), master);
        shard.forEach(RedisProcess::kill);
        return shard;
    }

    /** Suspends a master and all its replicas: connections stay open, no reply comes, and none can take over. */
    public void silence(RedisProcess master) throws Exception {
        cluster.facts().replicaOf(master).pause();
        master.pause();
    }

    /** Makes all processes serve again after any fault, and returns when the Cluster is whole. */
    public void restore() throws Exception {
        for (var each : cluster.processes()) {
            each.restore();
        }
        cluster.awaitWhole();
    }
}
