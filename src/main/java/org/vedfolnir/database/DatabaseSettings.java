package org.vedfolnir.database;

import java.time.Duration;
import java.util.Locale;
import org.vedfolnir.web.Settings;

/**
 * The address of the database, and its timeout.
 *
 * @param url {@code DATABASE_URL}: a JDBC URL of H2 or PostgreSQL; by default an H2 file in the working directory's
 *     {@code data}
 * @param user {@code DATABASE_USER}
 * @param password {@code DATABASE_PASSWORD}, or the file that {@code DATABASE_PASSWORD_FILE} names
 * @param timeout {@code DATABASE_TIMEOUT}: how long one reply may take before its connection is closed
 */
record DatabaseSettings(String url, String user, String password, Duration timeout) {

    private static final String SECONDS = "([2-9]|[1-9]\\d|[1-5]\\d\\d|600)s";

    static DatabaseSettings of(Settings settings) {
        var timeout = settings.read(
                "databaseTimeout",
                "DATABASE_TIMEOUT",
                "10s",
                "a number of seconds from 2s to 600s, as in 10s",
                text -> text.matches(SECONDS));
        return new DatabaseSettings(
                settings.read(
                        "databaseUrl",
                        "DATABASE_URL",
                        "jdbc:h2:file:./data/vedfolnir",
                        "a JDBC URL, jdbc:postgresql://host/database or jdbc:h2:file:/path",
                        text -> text.startsWith("jdbc:postgresql:") || text.startsWith("jdbc:h2:")),
                settings.read("databaseUser", "DATABASE_USER", "vedfolnir", "a name", text -> true),
                settings.secret("databasePassword", "DATABASE_PASSWORD"),
                Duration.ofSeconds(Long.parseLong(timeout.substring(0, timeout.length() - 1))));
    }

    boolean isH2() {
        return url.startsWith("jdbc:h2:");
    }

    /** Whether it is accessed over a network. */
    boolean isRemote() {
        return !isH2() || url.startsWith("jdbc:h2:tcp:") || url.startsWith("jdbc:h2:ssl:");
    }

    /** Whether only this application uses the database, and closes it. */
    boolean embedded() {
        return url.startsWith("jdbc:h2:file:") && !url.toUpperCase(Locale.ROOT).contains("AUTO_SERVER=TRUE");
    }

    /**
     * Returns the URL for the driver. An embedded H2 would close itself in a shutdown hook of its own, while the
     * container still stops the application on another thread; this application closes it.
     */
    String driverUrl() {
        return embedded() && !url.contains("DB_CLOSE_ON_EXIT") ? url + ";DB_CLOSE_ON_EXIT=FALSE" : url;
    }

    /** Returns the URL without its parameters, one of which may be a password. */
    String address() {
        return url.split("[?;]", 2)[0];
    }

    /** The default text of a record would show the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + address() + ", user " + user + "]";
    }
}
