package org.vedfolnir.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import org.vedfolnir.session.admin.SessionRegistry;

/**
 * Gives beans the registry that the manager publishes. CDI starts before the manager, so a listener must not ask for it. Without a
 * scope, and so without a proxy: its class would have to be defined in the container's loader, which does not know CDI.
 */
@ApplicationScoped
class Sessions {

    @Produces
    @Dependent
    SessionRegistry registry(Application application) {
        if (application.context().getAttribute(SessionRegistry.ATTRIBUTE) instanceof SessionRegistry registry) {
            return registry;
        }
        throw new IllegalStateException(
                "The session manager of this context has not started, or has stopped: the log says why. A bean that needs it while the"
                        + " application starts must ask later; CDI starts first.");
    }
}
