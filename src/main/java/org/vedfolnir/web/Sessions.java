package org.vedfolnir.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.servlet.ServletContext;
import org.vedfolnir.session.admin.SessionRegistry;

/** Gives beans the registry that the manager publishes. CDI starts before the manager: the bean looks when it is first used. */
@ApplicationScoped
class Sessions {

    @Produces
    @ApplicationScoped
    SessionRegistry registry(ServletContext context) {
        if (context.getAttribute(SessionRegistry.ATTRIBUTE) instanceof SessionRegistry registry) {
            return registry;
        }
        throw new IllegalStateException(
                "The context has no Vedfolnir session manager. Add <Manager className=\"org.vedfolnir.session.VedfolnirSessionManager\"/>"
                        + " to it; docs/install.md shows where.");
    }
}
