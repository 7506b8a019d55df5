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
 * The servlet context for application-scoped beans. The built-in CDI bean exists during requests only, but settings are read before the first
 * request.
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

    /** The clock of all beans. */
    @Produces
    @Dependent
    static Clock clock() {
        return Clock.systemUTC();
    }

    ServletContext context() {
        if (context == null) {
            throw new IllegalStateException(
                    "CDI has not announced the servlet context. Run the application in a servlet container.");
        }
        return context;
    }
}
