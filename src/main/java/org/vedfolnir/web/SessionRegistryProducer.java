package org.vedfolnir.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import org.vedfolnir.session.admin.DrainState;
import org.vedfolnir.session.admin.SessionRegistry;

/**
 * Makes the registry that the session manager publishes injectable, and whether an operator drains this node. CDI starts before the manager, so listeners must not inject it. The produced bean
 * has no scope and thus no proxy: a proxy class would have to be defined in the class loader of the container, which has no CDI.
 */
@ApplicationScoped
class SessionRegistryProducer {

    /** An embedded context outside of a server cannot be drained. */
    @Produces
    @Dependent
    DrainState drain(WebApplicationContext application) {
        return application.context().getAttribute(DrainState.ATTRIBUTE) instanceof DrainState known
                ? known
                : () -> false;
    }

    @Produces
    @Dependent
    SessionRegistry registry(WebApplicationContext application) {
        if (application.context().getAttribute(SessionRegistry.ATTRIBUTE) instanceof SessionRegistry registry) {
            return registry;
        }
        throw new IllegalStateException(
                "The session manager of this context has not started yet, or has stopped. Check the log for the reason. A bean that"
                        + " uses it at the start of the application must do so later, because CDI starts first.");
    }
}
