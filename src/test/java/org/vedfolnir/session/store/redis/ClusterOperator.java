package org.vedfolnir.session.store.redis;

import java.time.Duration;
import java.util.List;
import org.vedfolnir.session.store.Eventually;

/** What who runs a Redis Cluster does to it, and what happens to them. */
public final class ClusterOperator {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RealCluster cluster;

    ClusterOperator(RealCluster cluster) {
        this.cluster = cluster;
    }

    /** What happens after each key that has moved. */
    public interface Pace {

        /** As fast as it goes. */
        Pace FAST = () -> {};

        void afterEachKey();
    }

    /** An orderly change of one master, which loses nothing. Returns when its replica is the master. */
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

    /** Not all slots of a master: one that has none becomes a replica. */
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

    /** An empty master that all know. */
    public RedisProcess addMaster() throws Exception {
        var made = cluster.add();
        cluster.introduce();
        return made;
    }

    /** Takes one without slots out. */
    public void remove(RedisProcess gone) {
        var id = ClusterFacts.id(gone);
        cluster.remove(gone);
        cluster.facts().serving().forEach(each -> each.tell("CLUSTER", "FORGET", id));
    }

    /** A master and all that it has are gone: nobody can take its place. */
    public List<RedisProcess> loseShard(RedisProcess master) {
        var shard = List.of(cluster.facts().replicaOf(master), master);
        shard.forEach(RedisProcess::kill);
        return shard;
    }

    /** A master and all that it has stand still: connections stay, answers do not come, and nobody can take its place. */
    public void silence(RedisProcess master) throws Exception {
        cluster.facts().replicaOf(master).pause();
        master.pause();
    }

    /** Makes all serve again, whatever happened to them, and returns when the Cluster is whole. */
    public void restore() throws Exception {
        for (var each : cluster.processes()) {
            each.restore();
        }
        cluster.awaitWhole();
    }
}
