package org.vedfolnir.database;

import java.util.Locale;
import org.vedfolnir.web.Settings;

/**
 * Where the database is.
 *
 * @param url {@code DATABASE_URL}: a JDBC URL of H2 or PostgreSQL; by default an H2 file in the working directory's {@code data}
 * @param user {@code DATABASE_USER}
 * @param password {@code DATABASE_PASSWORD}, or the file that {@code DATABASE_PASSWORD_FILE} names
 */
record DatabaseSettings(String url, String user, String password) {

    static DatabaseSettings of(Settings settings) {
        return new DatabaseSettings(
                settings.read(
                        "databaseUrl",
                        "DATABASE_URL",
                        "jdbc:h2:file:./data/vedfolnir",
                        "a JDBC URL, jdbc:postgresql://host/database or jdbc:h2:file:/path",
                        text -> text.startsWith("jdbc:postgresql:") || text.startsWith("jdbc:h2:")),
                settings.read("databaseUser", "DATABASE_USER", "vedfolnir", "a name", text -> true),
                settings.secret("databasePassword", "DATABASE_PASSWORD"));
    }

    /** Whether this application alone has the database, and closes it. */
    boolean embedded() {
        return url.startsWith("jdbc:h2:file:") && !url.toUpperCase(Locale.ROOT).contains("AUTO_SERVER=TRUE");
    }

    /**
     * The URL as the driver gets it. An embedded H2 would close itself in a shutdown hook of its own, while the container still stops
     * the application on another; this application closes it.
     */
    String driverUrl() {
        return embedded() && !url.contains("DB_CLOSE_ON_EXIT") ? url + ";DB_CLOSE_ON_EXIT=FALSE" : url;
    }

    /** A record's own text would show the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + url + ", user " + user + "]";
    }
}
