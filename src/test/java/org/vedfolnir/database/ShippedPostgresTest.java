package org.vedfolnir.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vedfolnir.session.store.redis.Certificates;

/** The files of server-config/postgresql, of which only paths and the network are replaced, on a real PostgreSQL with TLS. */
class ShippedPostgresTest {

    private static final Path SHIPPED = Path.of("server-config/postgresql");
    private static final String PASSWORD = "canary-of-the-database";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedPostgres postgres;

    @SuppressWarnings("NullAway.Init")
    private static Certificates certificates;

    @BeforeAll
    static void start() throws Exception {
        certificates = new Certificates(Files.createDirectory(folder.resolve("tls")));
        var certificate = certificates.certificate("server.crt", "dns:localhost");
        Files.setPosixFilePermissions(certificates.key(), PosixFilePermissions.fromString("rw-------"));
        var data = folder.resolve("data");
        postgres = EmbeddedPostgres.builder().setDataDirectory(data).start();
        run("postgres", "create role other login password 'other'");
        createDatabase();
        var access = data.resolve("pg_hba.conf");
        Files.writeString(
                access,
                "host all postgres 127.0.0.1/32 trust\n"
                        + shipped("pg_hba.conf").replace("10.0.0.0/24", "127.0.0.1/32")
                        + Files.readString(access));
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                shipped("postgresql.conf")
                        .replace("/etc/postgresql/tls/server.crt", certificate.toString())
                        .replace(
                                "/etc/postgresql/tls/server.key",
                                certificates.key().toString()));
        run("postgres", "select pg_reload_conf()");
    }

    private static String shipped(String file) throws IOException {
        return Files.readString(SHIPPED.resolve(file));
    }

    /** Does what psql does with the file. */
    private static void createDatabase() throws IOException, SQLException {
        var script =
                shipped("database.sql").lines().filter(line -> !line.startsWith("--") && !line.startsWith("\\set"));
        var parts = script.collect(Collectors.joining("\n"))
                .replace(":'password'", "'" + PASSWORD + "'")
                .split("\\\\connect vedfolnir\n");
        assertThat(parts).as("parts of database.sql").hasSize(2);
        run("postgres", parts[0].split(";\n"));
        run("vedfolnir", parts[1].split(";\n"));
    }

    /** Returns the first value of the last statement, or an empty text. */
    private static String run(String database, String... statements) throws SQLException {
        try (var connection = postgres.getDatabase("postgres", database).getConnection();
                var each = connection.createStatement()) {
            var last = "";
            for (var statement : statements) {
                last = each.execute(statement) ? first(each.getResultSet()) : "";
            }
            return last;
        }
    }

    private static String first(ResultSet rows) throws SQLException {
        return rows.next() ? rows.getString(1) : "";
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static String url(String host, String database, String parameters) {
        return "jdbc:postgresql://" + host + ":" + postgres.getPort() + "/" + database + parameters;
    }

    private static String verified() {
        return "?sslmode=verify-full&sslrootcert=" + certificates.authority();
    }

    private static DatabaseSettings at(String url) {
        return new DatabaseSettings(url, "vedfolnir", PASSWORD, Duration.ofSeconds(30));
    }

    @Test
    void letsTheApplicationCreateItsTablesOverTls() throws Exception {
        OpenDatabase.open(at(url("localhost", "vedfolnir", verified()))).close();
        assertThat(run(
                        "vedfolnir",
                        "select tableowner from pg_tables where schemaname = 'public' and tablename = 'audit_event'"))
                .isEqualTo("vedfolnir");
        assertThat(run("vedfolnir", "show ssl")).isEqualTo("on");
        assertThat(run("vedfolnir", "select left(rolpassword, 13) from pg_authid where rolname = 'vedfolnir'"))
                .as("how the password is stored")
                .isEqualTo("SCRAM-SHA-256");
    }

    @ParameterizedTest
    @CsvSource({
        "no TLS, localhost, vedfolnir, vedfolnir, ?sslmode=disable, pg_hba.conf rejects connection",
        "another database, localhost, postgres, vedfolnir, ?sslmode=require, pg_hba.conf rejects connection",
        "another role, localhost, vedfolnir, other, ?sslmode=require, pg_hba.conf rejects connection",
        "another role without TLS, localhost, vedfolnir, other, ?sslmode=disable, pg_hba.conf rejects connection",
        "a host that the certificate does not name, 127.0.0.1, vedfolnir, vedfolnir, verified, could not be verified",
    })
    void refuses(String what, String host, String database, String role, String parameters, String answer) {
        var url = url(host, database, parameters.equals("verified") ? verified() : parameters);
        assertThatThrownBy(
                        () -> DriverManager.getConnection(url, role, PASSWORD).close())
                .as(what)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(answer);
    }

    @Test
    void refusesAWrongPassword() {
        var url = url("localhost", "vedfolnir", verified());
        assertThatThrownBy(() ->
                        DriverManager.getConnection(url, "vedfolnir", "wrong").close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }
}
