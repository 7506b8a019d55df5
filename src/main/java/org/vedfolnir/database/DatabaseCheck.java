package org.vedfolnir.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.vedfolnir.web.health.HealthCheck;

/** Checks whether the database answers. */
@ApplicationScoped
class DatabaseCheck implements HealthCheck {

    @Inject
    Database database;

    @Override
    public String name() {
        return "database";
    }

    @Override
    public Answer ask() {
        return new Answer(database.answers(), List.of());
    }
}
