package org.vedfolnir.database;

import java.time.Duration;
import java.util.Locale;
import org.vedfolnir.web.ApplicationSetting;
import org.vedfolnir.web.Settings;

/**
 * Where the database is, and how long it is waited for.
 *
 * @param url a JDBC URL of H2 or PostgreSQL
 * @param timeout how long one answer may take before its connection is given up
 */
record DatabaseSettings(String url, String user, String password, Duration timeout) {

    static DatabaseSettings of(Settings settings) {
        return new DatabaseSettings(
                settings.read(ApplicationSetting.DATABASE_URL),
                settings.read(ApplicationSetting.DATABASE_USER),
                settings.read(ApplicationSetting.DATABASE_PASSWORD),
                settings.time(ApplicationSetting.DATABASE_TIMEOUT));
    }

    boolean isH2() {
        return url.startsWith("jdbc:h2:");
    }

    /** Whether it is reached over a network. */
    boolean isRemote() {
        return !isH2() || url.startsWith("jdbc:h2:tcp:") || url.startsWith("jdbc:h2:ssl:");
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

    /** The URL without its parameters, one of which may be a password. */
    String address() {
        return url.split("[?;]", 2)[0];
    }

    /** A record's own text would show the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + address() + ", user " + user + "]";
    }
}
