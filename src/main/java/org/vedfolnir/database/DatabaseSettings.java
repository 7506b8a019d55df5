package org.vedfolnir.database;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.vedfolnir.web.ApplicationSetting;
import org.vedfolnir.web.Settings;

/**
 * The address of the database, and its timeout.
 *
 * @param url a JDBC URL of H2 or PostgreSQL
 * @param timeout how long one reply may take before its connection is closed
 */
record DatabaseSettings(String url, String user, String password, Duration timeout) {

    /** Server and name. */
    private static final Pattern H2_NAME = Pattern.compile("(://[^/]*/).*");

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

    /**
     * Returns the URL without its parameters, one of which may be a password, and without the name of a database on an
     * H2 server: in a {@code ./run} that is a secret.
     */
    String address() {
        var address = url.split("[?;]", 2)[0];
        return isH2() && isRemote() ? H2_NAME.matcher(address).replaceFirst("$1…") : address;
    }

    /** The default text of a record would show the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + address() + ", user " + user + "]";
    }
}
