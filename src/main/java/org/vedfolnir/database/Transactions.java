package org.vedfolnir.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.function.Function;

/** Runs work in a transaction: committed when it returns, rolled back when it throws. Thread-safe. */
@ApplicationScoped
public class Transactions {

    private final Database database;

    /** For CDI's proxy. */
    @SuppressWarnings("NullAway")
    protected Transactions() {
        this.database = null;
    }

    @Inject
    public Transactions(Database database) {
        this.database = database;
    }

    public <T> T in(Function<EntityManager, T> work) {
        var entities = database.factory().createEntityManager();
        try {
            entities.getTransaction().begin();
            var result = work.apply(entities);
            entities.getTransaction().commit();
            return result;
        } finally {
            if (entities.getTransaction().isActive()) {
                entities.getTransaction().rollback();
            }
            entities.close();
        }
    }
}
