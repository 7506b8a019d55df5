package org.vedfolnir.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import org.vedfolnir.session.admin.SessionRegistry;

/**
 * Makes the registry that the session manager publishes injectable. CDI starts before the manager, so listeners must not inject it. The produced bean has no
 * scope and thus no proxy: a proxy class would have to be defined in the container's loader, which does not know CDI.
 */
@ApplicationScoped
class SessionRegistryProducer {

    @Produces
    @Dependent
    SessionRegistry registry(WebApplicationContext application) {
        if (application.context().getAttribute(SessionRegistry.ATTRIBUTE) instanceof SessionRegistry registry) {
            return registry;
        }
        throw new IllegalStateException(
                "The session manager of this context has not started, or has stopped: the log says why. A bean that needs it while the"
                        + " application starts must ask later; CDI starts first.");
    }
}
