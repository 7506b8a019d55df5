package org.vedfolnir.session;

import java.util.function.Supplier;
import org.apache.catalina.Session;
import org.vedfolnir.session.http.DelegatingSession;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.http.VedfolnirSession;

/**
 * The next ids of sessions. The store moves a session in one step, which on Redis Cluster only ids of the same shard allow. Thread-safe.
 */
record SessionIdChanges(SessionRuntime runtime) {

    /** An id that the session can get and no other has, of those that the generator gives. */
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
                    "On Redis Cluster a session gets an id that its manager chooses: call rotateSessionId.");
        }
    }

    private static VedfolnirSession moving(Session session) {
        return session instanceof DelegatingSession visit ? visit.session() : (VedfolnirSession) session;
    }
}
