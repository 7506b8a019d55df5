package org.vedfolnir.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.logging.Logger;

/**
 * The connections of this node. Each is tested after half a second of idle time, kept alive while idle, and replaced
 * after ten minutes; the database itself ends statements, waits for locks and forgotten transactions before the
 * connection would time out. Thread-safe.
 */
final class ConnectionPool extends HikariDataSource {

    private static final int CONNECTIONS = 8;
    private static final Duration WAIT = Duration.ofSeconds(3);
    private static final Duration TEST = Duration.ofSeconds(1);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
    private static final Duration LIFE = Duration.ofMinutes(10);
    /** A node that vanished during a transaction holds its locks no longer than this. */
    private static final Duration FORGOTTEN = Duration.ofSeconds(20);

    /**
     * Suppresses the pool's advice to shorten the life of connections, which it logs for each one that an outage broke
     * and which would not help; {@link CircuitBreaker} logs the outage once. Held here, since an unreferenced logger is
     * collected.
     */
    private static final Logger POOL = Logger.getLogger("com.zaxxer.hikari.pool.PoolBase");

    private static final String ADVICE = "Possibly consider using a shorter maxLifetime value";

    ConnectionPool(DatabaseSettings where) {
        super(config(where));
        POOL.setFilter(record -> !String.valueOf(record.getMessage()).contains(ADVICE));
    }

    @Override
    public void close() {
        super.close();
        POOL.setFilter(null);
    }

    private static HikariConfig config(DatabaseSettings where) {
        var config = new HikariConfig();
        config.setPoolName("vedfolnir");
        config.setDataSource(new DriverSource(where, where.timeout()));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(WAIT.toMillis());
        config.setValidationTimeout(TEST.toMillis());
        config.setKeepaliveTime(KEEP_ALIVE.toMillis());
        config.setMaxLifetime(LIFE.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(limits(where));
        return config;
    }

    /** Statements time out a little before their connection, and waits for a lock well before that. */
    private static String limits(DatabaseSettings where) {
        var statement = where.timeout().toMillis() * 4 / 5;
        var lock = where.timeout().toMillis() / 2;
        return where.isH2()
                ? "set query_timeout " + statement + "; set lock_timeout " + lock
                : "set statement_timeout = " + statement + "; set lock_timeout = " + lock
                        + "; set idle_in_transaction_session_timeout = " + FORGOTTEN.toMillis();
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return super.getConnection();
        } catch (SQLTransientConnectionException e) {
            // without a failed connection, all of them are in use
            if (e.getCause() == null && getHikariPoolMXBean().getActiveConnections() >= CONNECTIONS) {
                throw new PoolExhaustedException(CONNECTIONS, WAIT.toMillis(), e);
            }
            throw e;
        }
    }

    /**
     * Closes idle connections at once, and used ones when they are returned: after an outage none of them can be
     * trusted.
     */
    void abandon() {
        var pool = getHikariPoolMXBean();
        if (pool != null) {
            pool.softEvictConnections();
        }
    }
}
