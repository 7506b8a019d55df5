package org.vedfolnir.history;

import java.util.EnumSet;
import java.util.Set;

/** The kind of Redis of a site. */
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
    /** A master with two replicas. Sentinel allows a replaced master to serve stale data for a moment, so no master is suspended. */
    SENTINEL(EnumSet.of(Fault.KILL_NODE, Fault.PAUSE_NODE, Fault.FORGET_SCRIPTS, Fault.FAILOVER));

    private final Set<Fault> faults;

    Topology(Set<Fault> faults) {
        this.faults = faults;
    }

    Set<Fault> faults() {
        return faults;
    }
}
