package org.vedfolnir.session;

import org.vedfolnir.session.engine.ReloadingKeyRing;
import org.vedfolnir.session.engine.health.StoreHealthMonitor;
import org.vedfolnir.session.http.runtime.RunningStore;
import org.vedfolnir.session.registry.ClusterSessionRegistry;
import org.vedfolnir.session.settings.ManagerSettings;
import org.vedfolnir.session.settings.ParallelVersions;

/**
 * What a manager alone has from its start to its stop, beside what its sessions share ({@link RunningStore}). Immutable; what it holds is thread-safe.
 *
 * @param watch looks at the store
 * @param keys that seal documents
 * @param registry what the web application sees
 */
record RunningManager(
        ManagerSettings settings, StoreHealthMonitor watch, ReloadingKeyRing keys, ClusterSessionRegistry registry) {

    /** Whether all versions of the application work on the same sessions. */
    boolean sharesVersions() {
        return settings.identity().versions() == ParallelVersions.SHARED;
    }
}
