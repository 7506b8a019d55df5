package org.vedfolnir.web;

/** One thing without which the application is not ready. */
public interface HealthCheck {

    String name();

    /** Asks now; must not throw. */
    boolean up();
}
