package org.vedfolnir.session.store.redis.health;

import java.util.concurrent.atomic.AtomicBoolean;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;

/**
 * Whether a Redis serves. Logs once that it does not, with the reason, and once that it does again, for all
 * applications of this Tomcat. Thread-safe.
 */
public final class Availability {

    private static final System.Logger LOG = System.getLogger(Availability.class.getName());

    private static final String STATE = "does not serve: ";

    private final String place;
    private final LogDeduplicator deduplicator;
    private final AtomicBoolean away = new AtomicBoolean();

    public Availability(String place, LogDeduplicator deduplicator) {
        this.place = place;
        this.deduplicator = deduplicator;
    }

    public void onOutage(String reason) {
        if (away.compareAndSet(false, true) && deduplicator.begin(this, STATE + place, reason)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "DEGRADED: Redis at {0} does not serve ({1}). Requests that need a session get a 503 until it does;"
                            + " this node reconnects by itself.",
                    place,
                    reason);
        }
    }

    /** Called for each operation, so it costs next to nothing in the normal case. */
    public void onReply() {
        if (away.get() && away.compareAndSet(true, false) && deduplicator.end(this, STATE + place)) {
            LOG.log(System.Logger.Level.INFO, "Redis at {0} answers again: sessions are available.", place);
        }
    }

    /** Records that it has no sessions any more, so that nothing calls it again. */
    public void onReplaced() {
        if (away.compareAndSet(true, false) && deduplicator.end(this, STATE + place)) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Redis at {0} has no sessions any more: another Redis has replaced it.",
                    place);
        }
        deduplicator.remove(this);
    }

    public void close() {
        deduplicator.remove(this);
    }
}
