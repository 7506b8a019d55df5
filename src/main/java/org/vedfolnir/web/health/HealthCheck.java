package org.vedfolnir.web.health;

import java.util.List;

/** A condition for the readiness of the application. */
public interface HealthCheck {

    String name();

    /** Checks once, now. Must not throw. */
    Answer ask();

    /**
     * The result. It is public, so it contains no addresses and no names. Immutable.
     *
     * @param up false if the application is not ready
     * @param reason why it is not, in a few words, {@code "data":{"reason":"…"}}; empty if the name says it
     * @param concerns problems that do not stop the application, one sentence each, as of the last check: {@code "data":{"degraded":"…"}}
     * @param lostEvents the number of events lost so far, {@code "data":{"lostEvents":…}}; 0 is not shown
     */
    record Answer(boolean up, String reason, List<String> concerns, long lostEvents) {

        public Answer {
            concerns = List.copyOf(concerns);
        }

        public Answer(boolean up, List<String> concerns) {
            this(up, "", concerns, 0);
        }
    }
}
