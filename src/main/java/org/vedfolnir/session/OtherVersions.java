package org.vedfolnir.session;

import java.util.stream.Stream;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.registry.ClusterSessionRegistry;

/**
 * The other versions of the application on this node (parallel deployment), if they have their own sessions.
 * Thread-safe.
 *
 * @param manager of this version
 */
record OtherVersions(VedfolnirSessionManager manager) implements ClusterSessionRegistry.Others {

    @Override
    public Stream<ClusterSessionRegistry> versions() {
        return managers().map(VedfolnirSessionManager::registry);
    }

    @Override
    public void endedAgain() {
        manager.endedAgain.increment();
    }

    private Stream<VedfolnirSessionManager> managers() {
        var own = manager.getContext();
        var known = manager.running;
        return own.getParent() == null || known == null || known.sharesVersions()
                ? Stream.empty()
                : SessionRuntime.of(own.getParent())
                        .map(SessionRuntime::manager)
                        .filter(each ->
                                each != manager && each.getContext().getPath().equals(own.getPath()))
                        .map(VedfolnirSessionManager.class::cast)
                        .filter(each -> !each.runtime.application().equals(manager.runtime.application()));
    }
}
