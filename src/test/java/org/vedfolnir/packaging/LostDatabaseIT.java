package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.FreePorts;
import org.vedfolnir.TcpProxy;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/** Only node A has lost the database, and an administrator revokes roles of users on node B. */
class LostDatabaseIT {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern FORM = Pattern.compile("<form\\b.*?</form>", Pattern.DOTALL);
    private static final Pattern INPUT = Pattern.compile("<input\\b[^>]*>");
    private static final Pattern NAME = Pattern.compile("\\bname=\"([^\"]*)\"");
    private static final Pattern VALUE = Pattern.compile("\\bvalue=\"([^\"]*)\"");
    private static final String POWER = "id=\"users\"";

    private final String keys = KeyRing.generate();
    private final String hashing = Base64.getEncoder().encodeToString(new SecureRandom().generateSeed(32));
    private final int a = FreePorts.next();
    private final int b = FreePorts.next();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void revokesRolesOnANodeWithoutDatabaseAtTheNextRequest() throws Exception {
        try (var postgres = EmbeddedPostgres.builder()
                        .setDataDirectory(folder.resolve("postgres"))
                        .start();
                var proxy = new TcpProxy(postgres.getPort())) {
            var nodeB = node("b", b, postgres.getPort());
            var nodeA = node("a", a, proxy.port());
            try {
                // the later start printed the valid link
                assertThat(nodeA.out()).contains("also of another run on the same database, are no longer valid");
                assertThat(Files.readString(folder.resolve("data-a/logs/node-a.log")))
                        .contains("printed before is no longer valid");
                assertThat(Files.readString(folder.resolve("data-b/logs/node-a.log")))
                        .doesNotContain("printed before is no longer valid");
                FirstVisit.succeed(URI.create(FirstVisit.link(nodeA.out())));
                addAdministrators(postgres);
                var admin = signedIn("admin");
                var bob = signedIn("bob");
                var carl = signedIn("carl");
                var dora = signedIn("dora");
                assertThat(home(bob, a).body()).contains(POWER);

                proxy.stall();
                Eventually.within(PATIENCE, () -> {
                    home(bob, a);
                    return Files.readString(folder.resolve("data-a/logs/node-a.log"))
                            .contains("DEGRADED: the database is unreachable");
                });
                assertThat(home(bob, a).body()).as("role from the session").contains(POWER);

                press(admin, 1001, "change-role", Map.of("role", "VIEWER"));
                press(admin, 1002, "lock", Map.of());
                var demoted = home(bob, a);
                assertThat(demoted.statusCode())
                        .as("role of a revoked user without a database")
                        .isEqualTo(503);
                assertThat(demoted.body()).doesNotContain(POWER);
                assertThat(home(carl, a).statusCode())
                        .as("status of Carl, who is locked")
                        .isEqualTo(302);
                assertThat(home(dora, a).body())
                        .as("page of Dora, who is unchanged")
                        .contains(POWER);
                assertThat(home(bob, b).body())
                        .as("page of Bob, now a Viewer")
                        .contains("Hello, bob")
                        .doesNotContain(POWER);

                proxy.abandon();
                Eventually.within(PATIENCE, () -> home(bob, a).statusCode() == 200);
                assertThat(home(bob, a).body()).contains("Hello, bob").doesNotContain(POWER);
            } finally {
                nodeA.stop();
                nodeB.stop();
            }
        }
    }

    private RunProcess node(String name, int port, int databasePort) throws Exception {
        return RunProcess.start(
                        folder,
                        Map.of(
                                "PORT",
                                Integer.toString(port),
                                "REDIS_URL",
                                REDIS.url(),
                                "SESSION_ENCRYPTION_KEYS",
                                keys,
                                "SESSION_HASHED_IDS",
                                hashing,
                                "DATABASE_URL",
                                "jdbc:postgresql://127.0.0.1:" + databasePort + "/postgres",
                                "DATABASE_USER",
                                "postgres",
                                "DATABASE_PASSWORD",
                                "postgres"),
                        "--data",
                        folder.resolve("data-" + name).toString())
                .awaitReady();
    }

    /** Adds administrators with the same password. */
    private static void addAdministrators(EmbeddedPostgres postgres) throws Exception {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "insert into account (id, username, email, password_hash, role, active, created_at)"
                            + " select n, name, name || '@example.com', password_hash, role, active, created_at from account,"
                            + " (values (1001, 'bob'), (1002, 'carl'), (1003, 'dora')) as others (n, name) where username = 'admin'");
        }
    }

    private Browser signedIn(String name) throws Exception {
        var person = new Browser(HttpClient.Version.HTTP_1_1);
        var answer =
                person.post(RunProcess.address(b, "/login"), Map.of("username", name, "password", FirstVisit.PASSWORD));
        assertThat(answer.statusCode()).isEqualTo(302);
        return person;
    }

    private static HttpResponse<String> home(Browser person, int port) throws Exception {
        return person.get(RunProcess.address(port, "/home"));
    }

    private void press(Browser admin, int account, String button, Map<String, String> typed) throws Exception {
        var page = admin.get(RunProcess.address(b, "/users/edit?id=" + account)).body();
        var form = FORM.matcher(page)
                .results()
                .map(found -> found.group())
                .filter(each -> each.contains(":" + button + "\""))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No such button in " + page));
        var fields = new HashMap<String, String>();
        INPUT.matcher(form).results().forEach(input -> {
            var name = NAME.matcher(input.group());
            var value = VALUE.matcher(input.group());
            if (name.find() && (!name.group(1).contains(":") || name.group(1).endsWith(":" + button))) {
                fields.put(name.group(1), value.find() ? value.group(1) : "");
            }
        });
        fields.putAll(typed);
        assertThat(admin.post(RunProcess.address(b, "/users/edit"), fields).statusCode())
                .isEqualTo(302);
    }
}
