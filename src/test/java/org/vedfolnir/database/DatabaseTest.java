package org.vedfolnir.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.TcpProxy;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.web.Settings;

/** A database that opens after the application has stopped. */
class DatabaseTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Driver> drivers = DriverManager.drivers().toList();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** The application deregisters the drivers of its own class loader, which here is that of all tests. */
    @AfterEach
    void registerDrivers() throws SQLException {
        for (var driver : drivers) {
            if (DriverManager.drivers().noneMatch(driver::equals)) {
                DriverManager.registerDriver(driver);
            }
        }
    }

    private static Settings settings(String url) {
        var own = Map.of("vedfolnir.databaseUrl", url, "vedfolnir.databasePassword", "secret");
        return new Settings(own::get, name -> null, name -> null);
    }

    @Test
    void closesAPoolThatOpensAfterTheEnd() throws Exception {
        var file = folder.resolve("db");
        var server = Server.createTcpServer("-tcpPort", "0", "-ifExists").start();
        try (var proxy = new TcpProxy(server.getPort())) {
            var database = new Database(settings("jdbc:h2:tcp://127.0.0.1:" + proxy.port() + "/" + file));
            proxy.stall();
            try (var witness = DriverManager.getConnection("jdbc:h2:file:" + file, "vedfolnir", "secret")) {
                Eventually.within(PATIENCE, () -> isOpening());
                var opener = opener();
                Thread.currentThread().interrupt(); // as at the end of the patience of close()
                database.close();
                assertThat(Thread.interrupted()).isTrue();

                proxy.resume();
                opener.join();
                assertThat(tables(witness)).as("tables of the migration").isPositive();
                Eventually.within(PATIENCE, () -> connections(witness) == 1);
                assertThat(database.answers()).isFalse();
            }
        } finally {
            server.stop();
        }
    }

    private static Thread opener() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("vedfolnir-database"))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isOpening() {
        return Arrays.stream(opener().getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(OpenDatabase.class.getName()));
    }

    private static long connections(Connection witness) throws SQLException {
        return number(witness, "select count(*) from information_schema.sessions");
    }

    private static long tables(Connection witness) throws SQLException {
        return number(
                witness, "select count(*) from information_schema.tables where lower(table_name) = 'audit_session'");
    }

    private static long number(Connection witness, String query) throws SQLException {
        try (var statement = witness.createStatement();
                var result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }
}
