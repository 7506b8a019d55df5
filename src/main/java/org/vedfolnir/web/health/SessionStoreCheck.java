package org.vedfolnir.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.vedfolnir.session.admin.SessionRegistry;

/** Whether the session store answers, and which problems endanger sessions or their events. */
@ApplicationScoped
class SessionStoreCheck implements HealthCheck {

    @Inject
    SessionRegistry registry;

    @Override
    public String name() {
        return "session-store";
    }

    @Override
    public Answer ask() {
        var health = registry.health();
        return new Answer(
                health.up(), health.up() ? "" : "store does not answer", health.summaries(), health.lostEvents());
    }
}
