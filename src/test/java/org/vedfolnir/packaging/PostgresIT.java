package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.FreePorts;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/** The application on a real PostgreSQL: concurrent migrations by two nodes, accounts, connections, the audit trail. */
class PostgresIT {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern FIELD = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void recordsASignInAndASignOut() throws Exception {
        try (var postgres = start(FreePorts.next())) {
            var port = FreePorts.next();
            var run = run(port, postgres.getPort());
            try {
                FirstVisit.succeed(URI.create(FirstVisit.link(run.out())));
                signInAndOut(port);
                Eventually.within(PATIENCE, () -> rows(
                                postgres, "select end_reason from audit_session where opened_at is not null")
                        .containsAll(List.of("null", "SIGNED_OUT")));
                assertThat(rows(postgres, "select type from audit_event order by happened_at, feed_id"))
                        .containsExactly(
                                "account_changed",
                                "session_created",
                                "signed_in",
                                "platform_switched",
                                "session_created",
                                "signed_in",
                                "platform_switched",
                                "session_ended");
            } finally {
                run.stop();
            }
        }
    }

    @Test
    void servesSignedInUsersAndLosesNoEventWithoutADatabase() throws Exception {
        var port = FreePorts.next();
        var databasePort = FreePorts.next();
        var postgres = start(databasePort);
        var run = run(port, databasePort);
        try {
            FirstVisit.succeed(URI.create(FirstVisit.link(run.out())));
            var fields = Map.of("username", "admin", "password", FirstVisit.PASSWORD);
            var person = new Browser(HttpClient.Version.HTTP_1_1);
            person.post(RunProcess.address(port, "/login"), fields);
            postgres.close();

            var since = System.nanoTime();
            var home = person.get(RunProcess.address(port, "/home"));
            assertThat(home.statusCode()).isEqualTo(200);
            var other = new Browser(HttpClient.Version.HTTP_1_1).post(RunProcess.address(port, "/login"), fields);
            assertThat(Duration.ofNanos(System.nanoTime() - since))
                    .as("requests that wait for the database")
                    .isLessThan(Duration.ofSeconds(8));
            assertThat(other.statusCode()).isEqualTo(503);
            assertThat(other.headers().firstValue("Retry-After")).isPresent();
            assertThat(other.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(other.body()).contains("Just a moment").doesNotContain("Exception", "postgres");
            assertThat(new Browser(HttpClient.Version.HTTP_1_1)
                            .get(RunProcess.address(port, "/health/ready"))
                            .body())
                    .contains("DOWN");
            assertThat(new Browser(HttpClient.Version.HTTP_1_1)
                            .get(RunProcess.address(port, "/health/live"))
                            .statusCode())
                    .isEqualTo(200);
            var token = first(FIELD, home.body());
            assertThat(person.post(RunProcess.address(port, "/logout"), Map.of("csrf", token))
                            .statusCode())
                    .as("status of a sign-out without a database")
                    .isEqualTo(302);

            try (var again = start(databasePort)) {
                Eventually.within(
                        PATIENCE, () -> rows(again, "select end_reason from audit_session where opened_at is not null")
                                .contains("SIGNED_OUT"));
                assertThat(new Browser(HttpClient.Version.HTTP_1_1)
                                .post(RunProcess.address(port, "/login"), fields)
                                .statusCode())
                        .isEqualTo(302);
            }
        } finally {
            run.stop();
            postgres.close();
        }
    }

    @Test
    void closesASessionOfALostRedisAsLostOnce() throws Exception {
        try (var postgres = start(FreePorts.next())) {
            var port = FreePorts.next();
            var run = run(port, postgres.getPort(), Map.of("REDIS_URL", REDIS.url()));
            try {
                FirstVisit.succeed(URI.create(FirstVisit.link(run.out())));
                var known = "select content from audit_state where content <> ''";
                Eventually.within(PATIENCE, () -> !rows(postgres, known).isEmpty());
                var opened = "select handle from audit_session where opened_at is not null";
                Eventually.within(PATIENCE, () -> rows(postgres, opened).size() == 1);
                REDIS.command("FLUSHALL");
                change(postgres, "update audit_session set last_event_at = last_event_at - interval '5 minutes'");
                var missed = "select handle from audit_session where missing_since is not null";
                Eventually.within(PATIENCE, () -> rows(postgres, missed).size() == 1);
                change(
                        postgres,
                        "update audit_session set checked_at = null, missing_since = missing_since - interval '5 minutes'");
                Eventually.within(PATIENCE, () -> rows(postgres, "select end_reason from audit_session")
                        .equals(List.of("LOST")));
                assertThat(rows(postgres, "select detail from audit_event where type = 'session_ended'"))
                        .containsExactly("LOST");
            } finally {
                run.stop();
            }
        }
    }

    @Test
    void setsAsideAnEventThatPostgresRejects() throws Exception {
        try (var postgres = start(FreePorts.next())) {
            var port = FreePorts.next();
            var run = run(port, postgres.getPort(), Map.of("REDIS_URL", REDIS.url()));
            try {
                change(postgres, "alter table audit_event add constraint refuses check (detail <> 'unwritable')");
                REDIS.command(
                        "XADD",
                        "vedfolnir:events",
                        "*",
                        "id",
                        "x.1",
                        "type",
                        "access_refused",
                        "detail",
                        "unwritable",
                        "node",
                        "a");
                FirstVisit.succeed(URI.create(FirstVisit.link(run.out())));
                Eventually.within(PATIENCE, () -> rows(postgres, "select event_id from audit_dead_letter")
                        .equals(List.of("x.1")));
                Eventually.within(PATIENCE, () -> rows(postgres, "select type from audit_event")
                        .contains("signed_in"));
            } finally {
                run.stop();
            }
        }
    }

    private static void change(EmbeddedPostgres postgres, String statement) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var change = connection.createStatement()) {
            change.execute(statement);
        }
    }

    /** After a restart it has its data. */
    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start();
    }

    private RunProcess run(int port, int databasePort) throws Exception {
        return run(port, databasePort, Map.of());
    }

    private RunProcess run(int port, int databasePort, Map<String, String> more) throws Exception {
        var environment = new HashMap<>(more);
        environment.putAll(Map.of(
                "PORT",
                Integer.toString(port),
                "DATABASE_URL",
                "jdbc:postgresql://localhost:" + databasePort + "/postgres",
                "DATABASE_USER",
                "postgres",
                "DATABASE_PASSWORD",
                "postgres"));
        return RunProcess.start(
                        folder, environment, "--data", folder.resolve("data").toString(), "--nodes", "2")
                .awaitReady();
    }

    private static void signInAndOut(int port) throws Exception {
        var person = new Browser(HttpClient.Version.HTTP_1_1);
        var fields = Map.of("username", "admin", "password", FirstVisit.PASSWORD);
        assertThat(person.post(RunProcess.address(port, "/login"), fields).statusCode())
                .isEqualTo(302);
        var home = person.get(RunProcess.address(port, "/home"));
        assertThat(home.body()).contains("Hello, admin", "Mastodon demo");
        var token = first(FIELD, home.body());
        assertThat(person.post(RunProcess.address(port, "/logout"), Map.of("csrf", token))
                        .statusCode())
                .isEqualTo(302);
    }

    private static String first(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        assertThat(found.find()).as("match of %s", pattern).isTrue();
        return found.group(1);
    }

    private static List<String> rows(EmbeddedPostgres postgres, String query) throws SQLException {
        var rows = new java.util.ArrayList<String>();
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(String.valueOf(result.getString(1)));
            }
        }
        return rows;
    }
}
