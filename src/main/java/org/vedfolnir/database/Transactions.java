package org.vedfolnir.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in a transaction: commits when it returns, rolls back when it throws. While the database is unavailable,
 * work fails at once ({@link DatabaseUnavailability}). Thread-safe.
 */
@ApplicationScoped
public class Transactions {

    private final Database database;
    private final CircuitBreaker breaker;

    /** For CDI's proxy. */
    @SuppressWarnings("NullAway")
    protected Transactions() {
        this.database = null;
        this.breaker = null;
    }

    @Inject
    public Transactions(Database database) {
        this.database = database;
        this.breaker = new CircuitBreaker(System::nanoTime, database::abandonConnections);
    }

    public <T> T in(Function<EntityManager, T> work) {
        var factory = database.factory();
        return breaker.call(() -> committed(factory, work));
    }

    private static <T> T committed(EntityManagerFactory factory, Function<EntityManager, T> work) {
        var entities = factory.createEntityManager();
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

    /** Runs a query without a transaction: one round trip to the database. */
    public <T extends @Nullable Object> T read(Function<EntityManager, T> question) {
        var factory = database.factory();
        return breaker.call(() -> {
            try (var entities = factory.createEntityManager()) {
                return question.apply(entities);
            }
        });
    }

    /**
     * The same as {@link #in}, under a lock that only one transaction of the cluster holds at a time.
     *
     * @param name of the lock, a row of the table {@code turn}
     */
    public <T> T withLock(String name, Function<EntityManager, T> work) {
        return in(entities -> {
            entities.createNativeQuery("select name from turn where name = ?1 for update")
                    .setParameter(1, name)
                    .getSingleResult();
            return work.apply(entities);
        });
    }
}
