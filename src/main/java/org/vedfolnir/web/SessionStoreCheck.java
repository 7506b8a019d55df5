package org.vedfolnir.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.vedfolnir.session.admin.SessionRegistry;

/** Whether the store of sessions answers. */
@ApplicationScoped
class SessionStoreCheck implements HealthCheck {

    @Inject
    @SuppressWarnings("NullAway.Init")
    SessionRegistry registry;

    @Override
    public String name() {
        return "session-store";
    }

    @Override
    public boolean up() {
        return registry.health().up();
    }
}
