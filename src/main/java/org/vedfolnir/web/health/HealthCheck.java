package org.vedfolnir.web.health;

import java.util.List;

/** One thing without which the application is not ready. */
public interface HealthCheck {

    String name();

    /** Asks now, once; must not throw. */
    Answer ask();

    /**
     * The result. It is public: no addresses, no names. Immutable.
     *
     * @param up whether it serves; the application is not ready otherwise
     * @param concerns what is wrong although it serves, a sentence for each, as last found: {@code "data":{"degraded":"…"}}
     * @param lostEvents how many events were not kept so far, {@code "data":{"lostEvents":…}}; 0 is not shown
     */
    record Answer(boolean up, List<String> concerns, long lostEvents) {

        public Answer {
            concerns = List.copyOf(concerns);
        }

        public Answer(boolean up, List<String> concerns) {
            this(up, concerns, 0);
        }
    }
}
