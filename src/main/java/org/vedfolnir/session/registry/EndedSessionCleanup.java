package org.vedfolnir.session.registry;

import java.util.Map;
import java.util.function.BiConsumer;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.http.VedfolnirSession;
import org.vedfolnir.session.local.RemoteEndScan;
import org.vedfolnir.session.store.SessionId;

/**
 * Finds this node's data of sessions that have ended on another node, and notifies what waits for their end.
 * Thread-safe.
 */
public final class EndedSessionCleanup {

    private final SessionRuntime runtime;

    public EndedSessionCleanup(SessionRuntime runtime) {
        this.runtime = runtime;
    }

    /** Checks attributes of the container: one round trip, or none if there are none. */
    public void checkContainerAttributes() {
        var local = runtime.containerAttributes();
        if (!local.isEmpty()) {
            find(local.storedIds(), local::saved);
        }
    }

    /** Checks attributes of the application that cannot leave this process. */
    public void checkApplicationAttributes() {
        var local = runtime.localAttributes();
        find(local.storedIds(), local::moved);
    }

    private void find(Map<String, SessionId> places, BiConsumer<String, SessionId> moved) {
        var serving = runtime.runningIfAny();
        if (serving != null && !places.isEmpty()) {
            var ends = serving.localEnds();
            var engine = serving.engine();
            new RemoteEndScan(
                            serving.store(),
                            moved,
                            (handle, place) -> ends.notifyListeners(() -> end(engine.placeholder(handle), place)))
                    .scan(places);
        }
    }

    /** Listeners of the container get a session that reports that it has ended. */
    private void end(SessionDocument known, SessionId place) {
        new VedfolnirSession(runtime, place, known, 0).ending().endedElsewhere();
    }
}
