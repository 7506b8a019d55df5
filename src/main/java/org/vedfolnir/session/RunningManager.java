package org.vedfolnir.session;

import org.vedfolnir.session.engine.ReloadingKeyRing;
import org.vedfolnir.session.engine.health.StoreHealthMonitor;
import org.vedfolnir.session.http.runtime.RunningStore;
import org.vedfolnir.session.registry.ClusterSessionRegistry;
import org.vedfolnir.session.settings.ManagerSettings;
import org.vedfolnir.session.settings.ParallelVersions;

/**
 * The parts of a running manager besides those that its sessions share ({@link RunningStore}). Immutable; its parts are
 * thread-safe.
 *
 * @param monitor checks the store
 * @param keys that seal documents
 * @param registry for the web application
 */
record RunningManager(
        ManagerSettings settings, StoreHealthMonitor monitor, ReloadingKeyRing keys, ClusterSessionRegistry registry) {

    /** Whether all versions of the application use the same sessions. */
    boolean sharesVersions() {
        return settings.identity().versions() == ParallelVersions.SHARED;
    }
}
