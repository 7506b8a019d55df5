package org.vedfolnir.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Opens connections of the driver with timeouts for each reply: for requests, for the pool that fills itself, and for
 * migrations. Limits in the URL override these. Thread-safe.
 */
final class DriverSource implements DataSource {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration LOGIN = Duration.ofSeconds(5);
    private static final Duration CANCEL = Duration.ofSeconds(2);

    private final Driver driver;
    private final String url;
    private final Properties properties;

    /** @param answer how long a reply may take */
    DriverSource(DatabaseSettings where, Duration answer) {
        this.driver = driver(where.isH2() ? "org.h2.Driver" : "org.postgresql.Driver");
        this.url = where.driverUrl();
        this.properties = where.isH2() ? h2(where, answer) : postgres(answer);
        properties.setProperty("user", where.user());
        properties.setProperty("password", where.password());
    }

    private static Driver driver(String name) {
        return ServiceLoader.load(Driver.class, DriverSource.class.getClassLoader()).stream()
                .filter(each -> each.type().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The driver " + name
                        + " is not in the application. Build the WAR again: its lib folder must contain it."))
                .get();
    }

    /** H2's own connect timeout is two seconds; the other limit applies after the greeting. */
    private static Properties h2(DatabaseSettings where, Duration answer) {
        var properties = new Properties();
        if (where.isRemote()) {
            properties.setProperty("NETWORK_TIMEOUT", Long.toString(answer.toMillis()));
        }
        return properties;
    }

    private static Properties postgres(Duration answer) {
        var properties = new Properties();
        properties.setProperty("connectTimeout", Long.toString(CONNECT.toSeconds()));
        properties.setProperty("loginTimeout", Long.toString(LOGIN.toSeconds()));
        properties.setProperty("socketTimeout", Long.toString(answer.toSeconds()));
        properties.setProperty("cancelSignalTimeout", Long.toString(CANCEL.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "vedfolnir");
        return properties;
    }

    @Override
    public Connection getConnection() throws SQLException {
        var connection = driver.connect(url, (Properties) properties.clone());
        if (connection == null) {
            throw new SQLNonTransientConnectionException(
                    "The driver does not support the address in DATABASE_URL; it must be"
                            + " jdbc:postgresql://host/database or jdbc:h2:file:/path.",
                    "08001");
        }
        return connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("Connections are opened for the user of the settings only.");
    }

    /** Ignores the pool's own wait, which is that of a request. */
    @Override
    public void setLoginTimeout(int seconds) {
        // the limits of the driver apply
    }

    @Override
    public int getLoginTimeout() {
        return (int) LOGIN.toSeconds();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        throw new SQLFeatureNotSupportedException("There is no writer.");
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // errors are thrown
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("There is no logger.");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException("This data source wraps nothing.");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
