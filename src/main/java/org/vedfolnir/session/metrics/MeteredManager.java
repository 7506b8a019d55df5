package org.vedfolnir.session.metrics;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.engine.health.StoreHealthMonitor;
import org.vedfolnir.session.http.SessionRuntime;

/** A manager whose figures can be read, before its start and after its stop as well. Thread-safe. */
public interface MeteredManager {

    SessionRuntime runtime();

    /** Null while the manager does not run. */
    @Nullable
    StoreHealthMonitor monitorIfAny();

    /** How many sessions this node has ended again after a failover of the store. */
    long getEndedAgain();
}
