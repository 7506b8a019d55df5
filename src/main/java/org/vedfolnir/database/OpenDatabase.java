package org.vedfolnir.database;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.SQLException;
import java.util.HashMap;
import org.eclipse.persistence.config.PersistenceUnitProperties;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/** A database that was reached and migrated, with the pool and JPA on it. Thread-safe. */
final class OpenDatabase {

    private static final System.Logger LOG = System.getLogger(OpenDatabase.class.getName());
    private static final String UNIT = "vedfolnir";
    /** H2's error codes for what has closed already. */
    private static final int DATABASE_IS_CLOSED = 90098;

    private static final int DATABASE_CALLED_AT_SHUTDOWN = 90121;

    private final boolean embedded;
    private final ConnectionPool pool;
    private final EntityManagerFactory factory;

    private OpenDatabase(boolean embedded, ConnectionPool pool, EntityManagerFactory factory) {
        this.embedded = embedded;
        this.pool = pool;
        this.factory = factory;
    }

    /** @throws SQLException or a RuntimeException around one, when it cannot be; nothing is left behind */
    static OpenDatabase open(DatabaseSettings where) throws SQLException {
        // a database that does not answer is found out within the short time, and not within that of a migration
        new DriverSource(where, where.timeout()).getConnection().close();
        Migrations.run(where);
        var pool = new ConnectionPool(where);
        try {
            return new OpenDatabase(where.embedded(), pool, factory(pool));
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static EntityManagerFactory factory(ConnectionPool pool) {
        var properties = new HashMap<String, Object>();
        properties.put(PersistenceUnitProperties.NON_JTA_DATASOURCE, pool);
        properties.put(PersistenceUnitProperties.CLASSLOADER, OpenDatabase.class.getClassLoader());
        properties.put(PersistenceUnitProperties.SESSION_CUSTOMIZER, (SessionCustomizer) OpenDatabase::askOnce);
        var factory = Persistence.createEntityManagerFactory(UNIT, properties);
        try {
            // it asks the database for its kind now, and not when the first person waits; a factory that could not
            // never can
            factory.createEntityManager().close();
            return factory;
        } catch (RuntimeException e) {
            factory.close();
            throw e;
        }
    }

    /** By default a question that finds no database is asked three times more, five seconds apart, while a person waits. */
    private static void askOnce(Session session) {
        ((DatabaseLogin) session.getDatasourceLogin()).setQueryRetryAttemptCount(0);
    }

    EntityManagerFactory factory() {
        return factory;
    }

    boolean answers() {
        try (var connection = pool.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    void abandonConnections() {
        pool.abandon();
    }

    void close() {
        factory.close();
        if (embedded) {
            shutDown();
        }
        pool.close();
    }

    /** A pool that is still filling itself may open one more connection while it closes, and an embedded database stays with it. */
    private void shutDown() {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            // the statement itself ends with its database
            if (e.getErrorCode() != DATABASE_IS_CLOSED && e.getErrorCode() != DATABASE_CALLED_AT_SHUTDOWN) {
                LOG.log(System.Logger.Level.WARNING, "The embedded database did not close well: {0}", e.getMessage());
            }
        }
    }
}
