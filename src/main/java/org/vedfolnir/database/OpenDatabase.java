package org.vedfolnir.database;

import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.util.HashMap;
import org.eclipse.persistence.config.PersistenceUnitProperties;
import org.eclipse.persistence.jpa.PersistenceProvider;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/** A database that was reached and migrated, with the pool and JPA on it. Thread-safe. */
final class OpenDatabase {

    private static final System.Logger LOG = System.getLogger(OpenDatabase.class.getName());
    private static final String UNIT = "vedfolnir";
    /** Not persistence.xml: a container with JPA of its own, as TomEE, would open the unit too, on a database of its own. */
    private static final String DESCRIPTOR = "META-INF/vedfolnir-persistence.xml";

    /** H2's error codes for a database that is closed already. */
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

    /** @throws SQLException or a RuntimeException around one, if it cannot be opened; everything is closed then */
    static OpenDatabase open(DatabaseSettings where) throws SQLException {
        // detects an unreachable database within the short timeout, not that of a migration
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
        properties.put(PersistenceUnitProperties.ECLIPSELINK_PERSISTENCE_XML, DESCRIPTOR);
        properties.put(PersistenceUnitProperties.NON_JTA_DATASOURCE, pool);
        properties.put(PersistenceUnitProperties.CLASSLOADER, OpenDatabase.class.getClassLoader());
        properties.put(PersistenceUnitProperties.SESSION_CUSTOMIZER, (SessionCustomizer) OpenDatabase::queryOnce);
        var factory = new PersistenceProvider().createEntityManagerFactory(UNIT, properties);
        try {
            // determines the kind of database now instead of in the first request; a factory that failed to do so never
            // recovers
            factory.createEntityManager().close();
            return factory;
        } catch (RuntimeException e) {
            factory.close();
            throw e;
        }
    }

    /** By default a query that finds no database is repeated three times, five seconds apart, while a request waits. */
    private static void queryOnce(Session session) {
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

    /**
     * A pool that is still filling itself may open one more connection while it closes, which would keep an embedded
     * database open.
     */
    private void shutDown() {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            // the statement itself ends with its database
            if (e.getErrorCode() != DATABASE_IS_CLOSED && e.getErrorCode() != DATABASE_CALLED_AT_SHUTDOWN) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The embedded database did not close cleanly ({0}). The next start recovers its file, and may take longer.",
                        e.getMessage());
            }
        }
    }
}
