package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.FreePorts;
import org.vedfolnir.TcpProxy;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/**
 * The audit trail has each acknowledged change once, whatever fails in between, or a row with the number of missing ones. Two nodes use a PostgreSQL
 * and a Redis that fail behind proxies; the test counts sign-ins and sign-outs.
 */
class EventsUnderFaultsIT {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    @RegisterExtension
    static final RealRedis REPLICA = new RealRedis();

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern FIELD = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final Pattern HANDLE = Pattern.compile("<code>([^<]+)</code>");
    private static final Map<String, String> ADMIN = Map.of("username", "admin", "password", FirstVisit.PASSWORD);
    private static final int PEOPLE = 6;
    /** Sessions work, so the store is reported as up. */
    private static final Pattern STORE_WITHOUT_EVENTS = Pattern.compile("\"status\":\"UP\",\"name\":\"session-store\","
            + "\"data\":\\{\"degraded\":\"[^\"]*Events are missing in the audit trail\\.[^}]*\"lostEvents\":[1-9]");

    private static final String EVENTS = "vedfolnir:events";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static final int PORT = FreePorts.next();
    private static final int DATABASE_PORT = FreePorts.next();

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedPostgres postgres;

    @SuppressWarnings("NullAway.Init")
    private static TcpProxy database;

    @SuppressWarnings("NullAway.Init")
    private static TcpProxy redis;

    @SuppressWarnings("NullAway.Init")
    private static RunProcess run;

    /**
     * @param handle of the session in the audit trail
     * @param token of the session's forms
     */
    private record SignedIn(Browser person, int port, String handle, String token) {

        /** @return whether the sign-out was acknowledged */
        boolean signOut() throws Exception {
            var answer = person.post(RunProcess.address(port, "/logout"), Map.of("csrf", token));
            assertThat(answer.statusCode()).isIn(302, 503);
            return answer.statusCode() == 302;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        postgres = startPostgres();
        database = new TcpProxy(DATABASE_PORT);
        redis = new TcpProxy(REDIS.port());
        run = RunProcess.start(
                        folder,
                        Map.of(
                                "PORT",
                                Integer.toString(PORT),
                                "REDIS_URL",
                                "redis://127.0.0.1:" + redis.port() + "/0",
                                "DATABASE_URL",
                                "jdbc:postgresql://127.0.0.1:" + database.port() + "/postgres",
                                "DATABASE_USER",
                                "postgres",
                                "DATABASE_PASSWORD",
                                "postgres",
                                "SESSION_MAX_SESSIONS_PER_USER",
                                "0",
                                "SESSION_EVENT_BYTES",
                                "64KB"),
                        "--data",
                        folder.resolve("data").toString(),
                        "--nodes",
                        "2")
                .awaitReady();
        FirstVisit.succeed(URI.create(FirstVisit.link(run.out())));
    }

    @AfterAll
    static void stop() throws IOException {
        run.stop();
        redis.close();
        database.close();
        postgres.close();
    }

    /** After a restart it has its data. */
    private static EmbeddedPostgres startPostgres() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(DATABASE_PORT)
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start();
    }

    @Test
    void losesNoEventWhileTheDatabaseIsAway() throws Exception {
        var people = signIn();
        postgres.close();
        var left = signOut(people, PEOPLE / 2);
        assertThat(new Browser(HttpClient.Version.HTTP_1_1)
                        .post(RunProcess.address(PORT, "/login"), ADMIN)
                        .statusCode())
                .as("status of a sign-in")
                .isEqualTo(503);
        postgres = startPostgres();
        eachIsThereOnce(REDIS, people, left);
    }

    @Test
    void losesNoEventIfTheDatabaseHangsAndIsReplaced() throws Exception {
        var people = signIn();
        database.stall();
        var left = signOut(people, PEOPLE / 2);
        database.abandon();
        eachIsThereOnce(REDIS, people, left);
    }

    @Test
    void losesNoAcknowledgedEventIfRedisIsFull() throws Exception {
        var people = signIn();
        REDIS.command("CONFIG", "SET", "maxmemory", "1mb");
        List<SignedIn> left;
        try {
            left = signOut(people, PEOPLE / 2);
            assertThat(left).as("sign-outs with full memory").hasSize(PEOPLE / 2);
            assertThat(new Browser(HttpClient.Version.HTTP_1_1)
                            .post(RunProcess.address(PORT, "/login"), ADMIN)
                            .statusCode())
                    .isEqualTo(503);
            Eventually.within(PATIENCE, () -> health().contains("refuses every write because its memory is full"));
            assertThat(health()).doesNotContain("127.0.0.1", "redis://", "maxmemory");
        } finally {
            REDIS.command("CONFIG", "SET", "maxmemory", "0");
        }
        Eventually.within(PATIENCE, () -> !health().contains("its memory is full"));
        eachIsThereOnce(REDIS, people, left);
    }

    @Test
    void losesNoReplicatedEventInAFailover() throws Exception {
        REPLICA.command("REPLICAOF", "127.0.0.1", Integer.toString(REDIS.port()));
        try {
            var people = signIn();
            postgres.close(); // so that events are under way
            var left = new ArrayList<>(signOut(people, 2));
            Eventually.within(
                    PATIENCE,
                    () -> String.valueOf(REPLICA.command("INFO", "replication")).contains("master_link_status:up")
                            && waiting(REPLICA).equals(waiting(REDIS)));
            REPLICA.command("REPLICAOF", "NO", "ONE");
            redis.switchTo(REPLICA.port());
            for (var person : people.subList(2, PEOPLE / 2)) {
                Eventually.within(PATIENCE, person::signOut);
                left.add(person);
            }
            postgres = startPostgres();
            eachIsThereOnce(REPLICA, people, left);
        } finally {
            REDIS.command("FLUSHALL");
            REDIS.command("REPLICAOF", "127.0.0.1", Integer.toString(REPLICA.port()));
            Eventually.within(PATIENCE, () -> String.valueOf(REDIS.command("INFO", "replication"))
                    .contains("master_link_status:up"));
            REDIS.command("REPLICAOF", "NO", "ONE");
            redis.switchTo(REDIS.port());
            Eventually.within(
                    PATIENCE,
                    () -> new Browser(HttpClient.Version.HTTP_1_1)
                                    .get(RunProcess.address(PORT, "/health/ready"))
                                    .statusCode()
                            == 200);
        }
    }

    private static String waiting(RealRedis server) {
        return String.valueOf(server.command("XLEN", EVENTS));
    }

    /** Without room for events, the trail has the exact number of missing ones. */
    @Test
    void countsEventsWithoutRoom() throws Exception {
        var people = signIn();
        var gapsBefore = number("select coalesce(sum(event_count), 0) from audit_event where type = 'gap'");
        postgres.close();
        for (var i = 0; i < 400; i++) {
            REDIS.command(
                    "XADD",
                    EVENTS,
                    "*",
                    "id",
                    "filler." + i,
                    "type",
                    "account_changed",
                    "detail",
                    "x".repeat(100),
                    "node",
                    "node-a",
                    "user",
                    "1",
                    "application",
                    "/");
        }
        // a node that reads counts events of other writers
        Eventually.within(
                PATIENCE,
                () -> Long.parseLong(String.valueOf(REDIS.command("HGET", "{" + EVENTS + "}:state", "entries")))
                        >= 400);
        var left = signOut(people, PEOPLE / 2);
        assertThat(left).as("sign-outs without room for events").hasSize(PEOPLE / 2);
        Eventually.within(PATIENCE, () -> STORE_WITHOUT_EVENTS.matcher(health()).find());
        postgres = startPostgres();

        Eventually.within(
                PATIENCE,
                () -> number("select coalesce(sum(event_count), 0) from audit_event where type = 'gap'") - gapsBefore
                        == left.size());
        for (var person : left) {
            assertThat(events(person, "session_ended")).isZero();
        }
        Eventually.within(PATIENCE, () -> !health().contains("Events are missing"));
        assertThat(health()).as("number of lost events").containsPattern("\"lostEvents\":[1-9]");
        eachIsThereOnce(REDIS, people.subList(PEOPLE / 2, PEOPLE), List.of());
        assertThat(number("select count(distinct event_id) from audit_event where event_id like 'filler.%'"))
                .isEqualTo(400);
    }

    private static String health() throws Exception {
        return new Browser(HttpClient.Version.HTTP_1_1)
                .get(RunProcess.address(PORT, "/health/ready"))
                .body();
    }

    /** Signs in some users on both nodes. Their events are in the trail. */
    private static List<SignedIn> signIn() throws Exception {
        var people = new ArrayList<SignedIn>();
        for (var i = 0; i < PEOPLE; i++) {
            var person = new Browser(HttpClient.Version.HTTP_1_1);
            var port = PORT + i % 2;
            Eventually.within(
                    PATIENCE,
                    () -> person.post(RunProcess.address(port, "/login"), ADMIN).statusCode() == 302);
            var home = person.get(RunProcess.address(port, "/home")).body();
            people.add(new SignedIn(person, port, first(HANDLE, home), first(FIELD, home)));
        }
        for (var person : people) {
            Eventually.within(PATIENCE, () -> events(person, "signed_in") == 1);
        }
        return people;
    }

    private static List<SignedIn> signOut(List<SignedIn> people, int most) throws Exception {
        var left = new ArrayList<SignedIn>();
        for (var person : people.subList(0, most)) {
            if (person.signOut()) {
                left.add(person);
            }
        }
        return left;
    }

    private static void eachIsThereOnce(RealRedis serving, List<SignedIn> people, List<SignedIn> left)
            throws Exception {
        for (var person : left) {
            Eventually.within(PATIENCE, () -> events(person, "session_ended") == 1);
            assertThat(text("select end_reason from audit_session where handle = '" + person.handle() + "'"))
                    .isEqualTo("SIGNED_OUT");
        }
        Eventually.within(PATIENCE, () -> waiting(serving).equals("0"));
        for (var person : people) {
            assertThat(events(person, "session_created")).isEqualTo(1);
            assertThat(events(person, "signed_in")).isEqualTo(1);
            assertThat(events(person, "session_ended")).isEqualTo(left.contains(person) ? 1 : 0);
        }
        assertThat(number("select count(*) - count(distinct event_id) from audit_event"))
                .as("duplicate events")
                .isZero();
        assertThat(number("select count(*) from audit_dead_letter"))
                .as("dead letters")
                .isZero();
    }

    private static long events(SignedIn person, String type) throws SQLException {
        return number("select count(*) from audit_event where type = '" + type + "' and session_handle = '"
                + person.handle() + "'");
    }

    private static long number(String query) throws SQLException {
        return Long.parseLong(text(query));
    }

    private static String text(String query) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            return result.next() ? String.valueOf(result.getString(1)) : "";
        }
    }

    private static String first(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        assertThat(found.find()).as("match of %s", pattern).isTrue();
        return found.group(1);
    }
}
