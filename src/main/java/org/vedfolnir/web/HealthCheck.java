package org.vedfolnir.web;

import java.util.List;

/** One thing without which the application is not ready. */
public interface HealthCheck {

    String name();

    /** Asks now; must not throw. */
    boolean up();

    /**
     * What is wrong although it serves, a sentence for each, as last found; must not throw. Anybody may read it: no addresses, no names. It makes
     * the check {@code "data":{"degraded":"…"}}, and does not make the application unready.
     */
    default List<String> concerns() {
        return List.of();
    }
}
