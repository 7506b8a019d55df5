package org.vedfolnir.session;

import java.util.function.Supplier;
import org.apache.catalina.Session;
import org.vedfolnir.session.http.DelegatingSession;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.http.VedfolnirSession;

/**
 * Chooses the next ids of sessions. The store moves a session in one step; on Redis Cluster that requires an id of the
 * same shard. Thread-safe.
 */
record SessionIdChanges(SessionRuntime runtime) {

    /** Returns a generated id that is unused and possible for the session. */
    String next(Session session, Supplier<String> generator) {
        var moving = moving(session);
        var serving = runtime.running();
        var now = moving.storedUnder(moving.getIdInternal());
        return serving.ids()
                .unused(generator, next -> serving.store().placement().inOneStep(now, moving.storedUnder(next)));
    }

    /** @throws IllegalArgumentException on Redis Cluster, for an id of another shard than the session's */
    void check(Session session, String newId) {
        var moving = moving(session);
        var now = moving.storedUnder(moving.getIdInternal());
        if (!runtime.running().store().placement().inOneStep(now, moving.storedUnder(newId))) {
            throw new IllegalArgumentException(
                    "On Redis Cluster the manager must choose a session's new id: call rotateSessionId.");
        }
    }

    private static VedfolnirSession moving(Session session) {
        return session instanceof DelegatingSession visit ? visit.session() : (VedfolnirSession) session;
    }
}
