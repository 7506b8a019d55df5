package org.vedfolnir.session.store.redis;

import java.util.List;

/** A slot that moves from one master to another, key by key as {@code redis-cli --cluster reshard} moves it. A test may pause it in between. */
public final class MovingSlot {

    private static final String TIMEOUT_MS = "5000";
    private static final String AT_ONCE = "1000";

    private final int slot;
    private final RedisProcess from;
    private final RedisProcess to;
    private final RealCluster cluster;

    private MovingSlot(RealCluster cluster, int slot, RedisProcess from, RedisProcess to) {
        this.cluster = cluster;
        this.slot = slot;
        this.from = from;
        this.to = to;
    }

    static MovingSlot begin(RealCluster cluster, int slot, RedisProcess to) {
        var moving = new MovingSlot(cluster, slot, cluster.facts().masterOf(slot), to);
        moving.tell(to, "IMPORTING", ClusterFacts.id(moving.from));
        moving.tell(moving.from, "MIGRATING", ClusterFacts.id(to));
        return moving;
    }

    private void tell(RedisProcess process, String... words) {
        var all = new String[words.length + 3];
        all[0] = "CLUSTER";
        all[1] = "SETSLOT";
        all[2] = Integer.toString(slot);
        System.arraycopy(words, 0, all, 3, words.length);
        process.tell(all);
    }

    /** The keys that have not moved yet. */
    public List<String> left() {
        return from.ask("CLUSTER", "GETKEYSINSLOT", Integer.toString(slot), AT_ONCE)
                .lines()
                .filter(key -> !key.isEmpty())
                .toList();
    }

    /** A key that is gone by now is no error. */
    public void move(String key) {
        migrate(cluster, from, to, key);
    }

    static void migrate(RealCluster cluster, RedisProcess from, RedisProcess to, String key) {
        var port = Integer.toString(cluster.portAmongThem(to));
        var answer = from.ask("MIGRATE", "127.0.0.1", port, "", "0", TIMEOUT_MS, "KEYS", key);
        if (!answer.equals("OK") && !answer.equals("NOKEY")) {
            throw new AssertionError("The reshard stops at " + key + ": " + answer);
        }
    }

    /** Moves the rest and assigns the slot to its new owner. */
    public void finish() {
        for (var keys = left(); !keys.isEmpty(); keys = left()) {
            keys.forEach(this::move);
        }
        var id = ClusterFacts.id(to);
        tell(to, "NODE", id);
        cluster.facts().masters().stream().filter(each -> each != to).forEach(each -> hear(each, id));
    }

    /** A master without another slot becomes a replica of the new owner as soon as it receives that one's message. */
    private void hear(RedisProcess master, String id) {
        var answer = master.ask("CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", id);
        if (!answer.equals("OK") && cluster.facts().isMaster(master)) {
            throw new AssertionError(master + " does not hear whose slot " + slot + " is: " + answer);
        }
    }
}
