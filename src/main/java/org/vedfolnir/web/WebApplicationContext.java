package org.vedfolnir.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.servlet.ServletContext;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The servlet context, for beans that live as long as it does: CDI's own bean of it exists during requests only, and settings are read before the first
 * one.
 */
@ApplicationScoped
class WebApplicationContext {

    private @Nullable ServletContext context;

    /** CDI 4.0 §2.5.2: in a web application the event is its servlet context. */
    void started(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (event instanceof ServletContext started) {
            context = started;
        }
    }

    /** The one clock of all beans. */
    @Produces
    @Dependent
    static Clock clock() {
        return Clock.systemUTC();
    }

    ServletContext context() {
        if (context == null) {
            throw new IllegalStateException(
                    "CDI did not say in which web application it started. Run it in a servlet container.");
        }
        return context;
    }
}
