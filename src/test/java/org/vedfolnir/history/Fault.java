package org.vedfolnir.history;

/** A fault of a part of a site. */
enum Fault {
    /** {@code kill -9}, and a start after some time. */
    KILL_NODE(Lane.NODES),
    /** As a long collection of garbage. */
    PAUSE_NODE(Lane.NODES),
    /** {@code kill -9}, and a start on its append-only file after some time. */
    KILL_REDIS(Lane.REDIS),
    PAUSE_REDIS(Lane.REDIS),
    FORGET_SCRIPTS(Lane.REDIS),
    /** A replica takes the place of its master: on Redis Cluster at the operator's word, behind Sentinels because the master died. */
    FAILOVER(Lane.REDIS),
    /** Slots with sessions move from master to master, key by key. */
    RESHARD(Lane.REDIS),
    /** Between one node and Redis, as the following. */
    SLOW_WIRE(Lane.WIRES),
    /** Every other connection. */
    STOP_WIRE(Lane.WIRES),
    RESET_WIRE(Lane.WIRES),
    LOSE_ANSWERS(Lane.WIRES);

    /** Faults of one lane come one after the other; those of different lanes may meet. */
    enum Lane {
        NODES,
        REDIS,
        WIRES
    }

    private final Lane lane;

    Fault(Lane lane) {
        this.lane = lane;
    }

    Lane lane() {
        return lane;
    }
}
