package org.vedfolnir.database;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.vedfolnir.web.Settings;

/** A database opened as by the application, without a container. */
public final class TestDatabase implements AutoCloseable {

    private static final String USER = "postgres";

    private final List<Driver> drivers = DriverManager.drivers().toList();
    private final Database database;
    private final Transactions transactions;

    public TestDatabase(String url) {
        database = new Database(settings(url));
        transactions = new Transactions(database);
    }

    public Transactions transactions() {
        return transactions;
    }

    /** Creates the tables of an earlier version of the application in an empty database. */
    public static void migrateTo(String version, String url) {
        Migrations.configuration(DatabaseSettings.of(settings(url)))
                .target(version)
                .load()
                .migrate();
    }

    private static Settings settings(String url) {
        var own = Map.of(
                "vedfolnir.databaseUrl", url, "vedfolnir.databaseUser", USER, "vedfolnir.databasePassword", USER);
        return new Settings(own::get, name -> null, name -> null);
    }

    /** The application deregisters the drivers of its own class loader, which here is that of all tests. */
    @Override
    public void close() throws SQLException {
        database.close();
        for (var driver : drivers) {
            if (DriverManager.drivers().noneMatch(driver::equals)) {
                DriverManager.registerDriver(driver);
            }
        }
    }
}
