package org.vedfolnir.history;

import java.util.EnumSet;
import java.util.Set;

/** What the Redis of a site is. */
enum Topology {
    /** One process, with a wire of its own to each node. */
    ONE(EnumSet.complementOf(EnumSet.of(Fault.FAILOVER, Fault.RESHARD))),
    /** Three masters with a replica each. */
    CLUSTER(EnumSet.of(
            Fault.KILL_NODE,
            Fault.PAUSE_NODE,
            Fault.KILL_REDIS,
            Fault.PAUSE_REDIS,
            Fault.FORGET_SCRIPTS,
            Fault.FAILOVER,
            Fault.RESHARD)),
    /** A master with two replicas. An old master that goes on serves what is no longer so for a moment, which Sentinel allows: none stands still. */
    SENTINEL(EnumSet.of(Fault.KILL_NODE, Fault.PAUSE_NODE, Fault.FORGET_SCRIPTS, Fault.FAILOVER));

    private final Set<Fault> faults;

    Topology(Set<Fault> faults) {
        this.faults = faults;
    }

    Set<Fault> faults() {
        return faults;
    }
}
