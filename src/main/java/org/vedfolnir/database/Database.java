package org.vedfolnir.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Objects;
import org.eclipse.persistence.config.PersistenceUnitProperties;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.web.Settings;

/** The pool, migrated, with JPA on it. Opened on first use, closed with the application. Thread-safe. */
@ApplicationScoped
public class Database {

    private static final System.Logger LOG = System.getLogger(Database.class.getName());
    private static final String UNIT = "vedfolnir";
    private static final int CONNECTIONS = 8;
    private static final long WAIT_MS = 3000;
    /** H2's error codes for what has closed already. */
    private static final int DATABASE_IS_CLOSED = 90098;

    private static final int DATABASE_CALLED_AT_SHUTDOWN = 90121;

    private boolean embedded;
    private @Nullable HikariDataSource pool;
    private @Nullable EntityManagerFactory factory;

    /** For CDI's proxy. */
    protected Database() {}

    @Inject
    public Database(Settings settings) {
        var where = DatabaseSettings.of(settings);
        LOG.log(System.Logger.Level.INFO, "The database is {0}.", where.url());
        var opened = open(where);
        pool = opened;
        embedded = where.embedded();
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(opened)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        var properties = new HashMap<String, Object>();
        properties.put(PersistenceUnitProperties.NON_JTA_DATASOURCE, opened);
        properties.put(PersistenceUnitProperties.CLASSLOADER, Database.class.getClassLoader());
        properties.put(PersistenceUnitProperties.SESSION_CUSTOMIZER, (SessionCustomizer) Database::askOnce);
        factory = Persistence.createEntityManagerFactory(UNIT, properties);
    }

    private static HikariDataSource open(DatabaseSettings where) {
        var config = new HikariConfig();
        config.setPoolName(UNIT);
        config.setDriverClassName(where.url().startsWith("jdbc:h2:") ? "org.h2.Driver" : "org.postgresql.Driver");
        config.setJdbcUrl(where.driverUrl());
        config.setUsername(where.user());
        config.setPassword(where.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(WAIT_MS);
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "The database " + where.url()
                            + " cannot be reached. Check DATABASE_URL, DATABASE_USER and DATABASE_PASSWORD.",
                    e);
        }
    }

    /** By default a question that finds no database is asked three times more, five seconds apart, while a person waits. */
    private static void askOnce(Session session) {
        ((DatabaseLogin) session.getDatasourceLogin()).setQueryRetryAttemptCount(0);
    }

    EntityManagerFactory factory() {
        return Objects.requireNonNull(factory, "The database is closed.");
    }

    /** Whether the database answers now. */
    public boolean answers() {
        try (var connection =
                Objects.requireNonNull(pool, "The database is closed.").getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** A pool that is still filling itself may open one more connection while it closes, and an embedded database stays with it. */
    private static void shutDown(HikariDataSource pool) {
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

    /** A driver that stays registered would keep the application's classes in memory after it was undeployed. */
    @PreDestroy
    void close() {
        if (factory != null) {
            factory.close();
        }
        if (pool != null) {
            if (embedded) {
                shutDown(pool);
            }
            pool.close();
        }
        var mine = DriverManager.drivers()
                .filter(driver -> driver.getClass().getClassLoader() == Database.class.getClassLoader())
                .toList();
        for (var driver : mine) {
            try {
                DriverManager.deregisterDriver(driver);
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.WARNING, "The driver {0} cannot be deregistered.", driver.getClass());
            }
        }
    }
}
