package org.vedfolnir.session.store.redis;

import java.util.concurrent.atomic.AtomicBoolean;

/** Whether Redis serves; says once that it does not, and why, and once that it does. Thread-safe. */
final class Availability {

    private static final System.Logger LOG = System.getLogger(ScriptRunner.class.getName());

    private final String place;
    private final AtomicBoolean away = new AtomicBoolean();

    Availability(String place) {
        this.place = place;
    }

    void lost(String reason) {
        if (away.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "DEGRADED: Redis at {0} does not serve ({1}). Requests that need a session get 503 until it does;"
                            + " this node finds it by itself when it comes.",
                    place,
                    reason);
        }
    }

    /** Called for each operation, so it costs next to nothing while all is well. */
    void serves() {
        if (away.get() && away.compareAndSet(true, false)) {
            LOG.log(System.Logger.Level.INFO, "Redis at {0} answers again: sessions are kept there.", place);
        }
    }
}
