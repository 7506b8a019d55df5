package org.vedfolnir.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.vedfolnir.web.HealthCheck;

/** Whether the database answers. */
@ApplicationScoped
class DatabaseCheck implements HealthCheck {

    @Inject
    @SuppressWarnings("NullAway.Init")
    Database database;

    @Override
    public String name() {
        return "database";
    }

    @Override
    public boolean up() {
        return database.answers();
    }
}
