package org.vedfolnir.session;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.adoption.file.SessionFileImport;
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
 * @param sessionFile imports the sessions of Tomcat's own manager; null if it is not to
 */
record RunningManager(
        ManagerSettings settings,
        StoreHealthMonitor monitor,
        ReloadingKeyRing keys,
        ClusterSessionRegistry registry,
        @Nullable SessionFileImport sessionFile) {

    /** Begins to import the sessions of Tomcat's own manager, if it is to. */
    void beginImport() {
        if (sessionFile != null) {
            sessionFile.begin();
        }
    }

    /** Continues the import after an outage. */
    void proceedWithImport() {
        if (sessionFile != null) {
            sessionFile.proceed();
        }
    }

    /** Whether all versions of the application use the same sessions. */
    boolean sharesVersions() {
        return settings.identity().versions() == ParallelVersions.SHARED;
    }
}
