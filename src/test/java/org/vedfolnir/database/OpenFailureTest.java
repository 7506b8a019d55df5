package org.vedfolnir.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.FreePorts;

/** The message about a database that cannot be opened, and the effect of migrations on existing rows, on a real PostgreSQL and on H2. */
class OpenFailureTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        var data = folder.resolve("postgres");
        postgres = EmbeddedPostgres.builder().setDataDirectory(data).start();
        run(
                "postgres",
                "create user strict password 'right'",
                "create user barred",
                "create user crowded connection limit 0",
                "create user weak",
                "create database weak");
        run("weak", "revoke create on schema public from public");
        var access = data.resolve("pg_hba.conf");
        Files.writeString(
                access, "host all strict all scram-sha-256\nhost all barred all reject\n" + Files.readString(access));
        run("postgres", "select pg_reload_conf()");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static void run(String database, String... statements) throws SQLException {
        try (var connection = postgres.getDatabase("postgres", database).getConnection();
                var each = connection.createStatement()) {
            for (var statement : statements) {
                each.execute(statement);
            }
        }
    }

    private static DatabaseSettings at(int port, String database, String user, String password) {
        return new DatabaseSettings(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database, user, password, Duration.ofSeconds(10));
    }

    private static OpenFailure trouble(DatabaseSettings where) {
        try {
            OpenDatabase.open(where).close();
        } catch (SQLException | RuntimeException e) {
            return OpenFailure.of(e);
        }
        throw new AssertionError("The database was opened.");
    }

    @Test
    void reportsAWrongPassword() {
        var trouble = trouble(at(postgres.getPort(), "postgres", "strict", "wrong"));
        assertThat(trouble.reason()).contains("rejects the user or the password", "DATABASE_PASSWORD");
        assertThat(trouble.waits()).isFalse();
    }

    @Test
    void reportsThatTheNodeIsNotAdmitted() {
        var trouble = trouble(at(postgres.getPort(), "postgres", "barred", ""));
        assertThat(trouble.reason()).contains("does not admit this node", "pg_hba.conf", "sslmode");
        assertThat(trouble.waits()).isFalse();
    }

    @Test
    void reportsTooFewConnectionsAsTemporary() {
        var trouble = trouble(at(postgres.getPort(), "postgres", "crowded", ""));
        assertThat(trouble.reason()).contains("no connection left", "max_connections");
        assertThat(trouble.waits()).isTrue();
    }

    @Test
    void reportsAnOpenH2FileAsTemporary() throws Exception {
        var file = new DatabaseSettings(
                "jdbc:h2:file:" + folder.resolve("shared"), "vedfolnir", "secret", Duration.ofSeconds(10));
        // held as by another process, in which H2 cannot share it
        try (var held = FileChannel.open(
                        folder.resolve("shared.mv.db"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = held.lock()) {
            assertThat(lock.isValid()).isTrue();
            var trouble = trouble(file);
            assertThat(trouble.reason()).contains("open in another process", "PostgreSQL");
            assertThat(trouble.waits()).isTrue();
        }
    }

    @Test
    void namesAMissingDatabase() {
        var trouble = trouble(at(postgres.getPort(), "nowhere", "postgres", ""));
        assertThat(trouble.reason()).contains("does not exist", "\"nowhere\"", "DATABASE_URL");
    }

    @Test
    void reportsAnAddressWithoutADatabaseAsTemporary() {
        var trouble = trouble(at(FreePorts.next(), "postgres", "postgres", ""));
        assertThat(trouble.reason()).contains("does not answer", "refused", "host and port");
        assertThat(trouble.waits()).isTrue();
    }

    @Test
    void reportsAUserWithoutRights() {
        assertThat(trouble(at(postgres.getPort(), "weak", "weak", "")).reason()).contains("grant CREATE");
    }

    @Test
    void doesNotMigrateForeignTables() throws Exception {
        run("postgres", "create database taken");
        run("taken", "create table account (id int)");
        var trouble = trouble(at(postgres.getPort(), "taken", "postgres", ""));
        assertThat(trouble.reason()).contains("was not migrated", "docs/install.md");
        assertThat(trouble.waits()).isFalse();
    }

    @Test
    void opensADatabaseOfANewerVersion() throws Exception {
        run("postgres", "create database newer");
        var where = at(postgres.getPort(), "newer", "postgres", "");
        OpenDatabase.open(where).close();
        run(
                "newer",
                "insert into flyway_schema_history select 1000, '1000', description, type, script, checksum, installed_by,"
                        + " installed_on, execution_time, success from flyway_schema_history where version = '7'");
        OpenDatabase.open(where).close();
    }

    @Test
    void keepsThePlaceOfEarlierEventsAsTheirIdInPostgres() throws Exception {
        run("postgres", "create database old");
        assertThatEventsAreKept(at(postgres.getPort(), "old", "postgres", ""));
    }

    @Test
    void keepsThePlaceOfEarlierEventsAsTheirIdInH2() throws Exception {
        assertThatEventsAreKept(new DatabaseSettings(
                "jdbc:h2:file:" + folder.resolve("old"), "vedfolnir", "secret", Duration.ofSeconds(10)));
    }

    private static void assertThatEventsAreKept(DatabaseSettings where) throws SQLException {
        Migrations.configuration(where)
                .target(MigrationVersion.fromVersion("6"))
                .load()
                .migrate();
        var row =
                "insert into audit_event (id, feed_id, happened_at, type, node) values (%d, '%s', localtimestamp, 'x', 'a')";
        try (var connection = new DriverSource(where, where.timeout()).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(row.formatted(1, "1-0"));
            Migrations.run(where);
            // a node of the earlier version, in a rolling upgrade; and another event at the same place
            statement.execute(row.formatted(2, "1-0"));
            try (var rows = statement.executeQuery(
                    "select event_id, feed_id, event_count, application from audit_event order by id")) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("1-0");
                assertThat(rows.getString(2)).isEqualTo("1-0");
                assertThat(rows.getLong(3)).isEqualTo(1);
                assertThat(rows.getString(4)).isEmpty();
                rows.next();
                assertThat(rows.getString(1)).isNull();
            }
        }
    }
}
