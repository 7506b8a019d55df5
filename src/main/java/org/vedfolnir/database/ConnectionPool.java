package org.vedfolnir.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.logging.Logger;

/**
 * The connections of this node. Each is tested after half a second of rest, kept alive while it rests, and replaced after ten minutes; the
 * database itself gives up statements, waits for locks and forgotten transactions before the connection would be. Thread-safe.
 */
final class ConnectionPool extends HikariDataSource {

    private static final int CONNECTIONS = 8;
    private static final Duration WAIT = Duration.ofSeconds(3);
    private static final Duration TEST = Duration.ofSeconds(1);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
    private static final Duration LIFE = Duration.ofMinutes(10);
    /** A node that vanished in the middle of a transaction holds its locks no longer. */
    private static final Duration FORGOTTEN = Duration.ofSeconds(20);

    /**
     * The pool says of each connection that an outage broke that a shorter life would help, and it would not; {@link CircuitBreaker} says once what
     * happened. A logger lives as long as somebody holds it.
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

    /** Statements end a little before their connection is given up, and waits for a lock well before that. */
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
            // nobody failed to connect, and there is nothing left to connect for
            if (e.getCause() == null && getHikariPoolMXBean().getActiveConnections() >= CONNECTIONS) {
                throw new PoolExhaustedException(CONNECTIONS, WAIT.toMillis(), e);
            }
            throw e;
        }
    }

    /** Gives up what rests in the pool at once, and what is in use when it is given back: after an outage none of them can be trusted. */
    void abandon() {
        var pool = getHikariPoolMXBean();
        if (pool != null) {
            pool.softEvictConnections();
        }
    }
}
