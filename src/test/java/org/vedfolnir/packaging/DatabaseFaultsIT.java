package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.FreePorts;
import org.vedfolnir.TcpProxy;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/** A database hangs and is replaced, is missing at the start, or rejects the login: no node needs a restart. */
class DatabaseFaultsIT {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final Map<String, String> ADMIN = Map.of("username", "admin", "password", FirstVisit.PASSWORD);
    /** A node that waits for nothing without a limit leaves the connections within 30 s; the machine of the test may be busy. */
    private static final Duration GENEROUS = Duration.ofSeconds(90);

    private static final int AT_ONCE = 30;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void leavesAReplacedPostgresWithoutARestart() throws Exception {
        try (var postgres = postgres(FreePorts.next());
                var proxy = new TcpProxy(postgres.getPort())) {
            hangAndReplace(proxy, "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres", "postgres", "postgres");
        }
    }

    @Test
    void leavesAReplacedH2WithoutARestart() throws Exception {
        var file = folder.resolve("h2").resolve("db");
        DriverManager.getConnection("jdbc:h2:file:" + file, "vedfolnir", "secret")
                .close();
        var server = Server.createTcpServer("-tcpPort", "0", "-ifExists").start();
        try (var proxy = new TcpProxy(server.getPort())) {
            hangAndReplace(proxy, "jdbc:h2:tcp://127.0.0.1:" + proxy.port() + "/" + file, "vedfolnir", "secret");
        } finally {
            server.stop();
        }
    }

    private EmbeddedPostgres postgres(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start();
    }

    private void hangAndReplace(TcpProxy proxy, String url, String user, String password) throws Exception {
        var port = FreePorts.next();
        var run = RunProcess.start(
                        folder,
                        Map.of(
                                "PORT",
                                Integer.toString(port),
                                "DATABASE_URL",
                                url,
                                "DATABASE_USER",
                                user,
                                "DATABASE_PASSWORD",
                                password),
                        "--data",
                        folder.resolve("data").toString())
                .awaitReady();
        var threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            FirstVisit.succeed(URI.create(FirstVisit.link(run.out())));
            var person = new Browser(HttpClient.Version.HTTP_1_1);
            person.post(RunProcess.address(port, "/login"), ADMIN);
            assertThat(status(person, port, "/home")).isEqualTo(200);
            proxy.stall();
            var answers = threads.invokeAll(requests(port));
            for (var answer : answers) {
                assertThat(answer.get()).as("status during the outage").isIn(200, 503);
            }
            var log = folder.resolve("data/logs/node-a.log");
            Eventually.within(GENEROUS, () -> Files.readString(log).contains("DEGRADED: the database is unreachable"));
            assertThat(status(person, port, "/home"))
                    .as("status of a signed-in user")
                    .isEqualTo(200);

            proxy.abandon();
            var since = System.nanoTime();
            Eventually.within(
                    GENEROUS,
                    () -> new Browser(HttpClient.Version.HTTP_1_1)
                                    .post(RunProcess.address(port, "/login"), ADMIN)
                                    .statusCode()
                            == 302);
            System.out.println("The database was left and found again within "
                    + Duration.ofNanos(System.nanoTime() - since).toMillis() + " ms: " + url.split("//", 2)[0]);
            Eventually.within(
                    GENEROUS, () -> status(new Browser(HttpClient.Version.HTTP_1_1), port, "/health/ready") == 200);
            assertThat(status(person, port, "/users")).isEqualTo(200);
            assertThat(Files.readString(log))
                    .as("the pool's advice for another case")
                    .doesNotContain("maxLifetime");
        } finally {
            threads.shutdownNow();
            run.stop();
        }
    }

    /** Requests that each need the database. */
    private static ArrayList<Callable<Integer>> requests(int port) {
        var requests = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < AT_ONCE; i++) {
            requests.add(() -> new Browser(HttpClient.Version.HTTP_1_1)
                    .post(RunProcess.address(port, "/login"), ADMIN)
                    .statusCode());
        }
        return requests;
    }

    private static int status(Browser person, int port, String path) throws Exception {
        return person.get(RunProcess.address(port, path)).statusCode();
    }

    @Test
    void startsWithoutItsDatabaseAndServesLater() throws Exception {
        var port = FreePorts.next();
        try (var tomcat = tomcat()) {
            tomcat.with("DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + port + "/postgres?ApplicationName=hidden")
                    .with("DATABASE_USER", "postgres")
                    .with("DATABASE_PASSWORD", "postgres")
                    .start();
            assertThat(tomcat.get("/vedfolnir/health/live", null).statusCode()).isEqualTo(200);
            assertThat(tomcat.get("/vedfolnir/health/ready", null).statusCode()).isEqualTo(503);
            assertThat(tomcat.get("/vedfolnir/", null).statusCode()).isEqualTo(200);
            var login = tomcat.post("/vedfolnir/login", "username=admin&password=x", null);
            assertThat(login.statusCode()).isEqualTo(503);
            assertThat(login.headers().firstValue("Retry-After")).isPresent();
            assertThat(tomcat.firstConsole())
                    .containsOnlyOnce(
                            "DEGRADED: the database jdbc:postgresql://127.0.0.1:" + port + "/postgres does not answer")
                    .contains("no restart is needed")
                    .doesNotContain("hidden", "Caused by", "Exception");

            try (var postgres = postgres(port)) {
                var since = System.nanoTime();
                Eventually.within(GENEROUS, () -> tomcat.firstConsole().contains("setup?token="));
                System.out.println("The database was found within "
                        + Duration.ofNanos(System.nanoTime() - since).toMillis() + " ms after its start");
                FirstVisit.succeed(tomcat.uri(FirstVisit.link(tomcat.firstConsole())));
                Eventually.within(
                        GENEROUS,
                        () -> tomcat.get("/vedfolnir/health/ready", null).statusCode() == 200);
                assertThat(postgres.getPort()).isEqualTo(port);
            }
        }
    }

    @Test
    void printsTheLinkForTheFirstAccountOnceTheDatabaseIsThere() throws Exception {
        var databasePort = FreePorts.next();
        var run = RunProcess.start(
                        folder,
                        Map.of(
                                "PORT",
                                Integer.toString(FreePorts.next()),
                                "DATABASE_URL",
                                "jdbc:postgresql://127.0.0.1:" + databasePort + "/postgres",
                                "DATABASE_USER",
                                "postgres",
                                "DATABASE_PASSWORD",
                                "postgres"),
                        "--data",
                        folder.resolve("data").toString())
                .awaitReady();
        try {
            assertThat(run.out()).doesNotContain("setup?token=");
            try (var postgres = postgres(databasePort)) {
                Eventually.within(GENEROUS, () -> run.out().contains("setup?token="));
                FirstVisit.succeed(URI.create(FirstVisit.link(run.out())));
                assertThat(postgres.getPort()).isEqualTo(databasePort);
            }
        } finally {
            run.stop();
        }
    }

    @Test
    void reportsAWrongPasswordAtTheStart() throws Exception {
        var file = folder.resolve("h2").resolve("db");
        DriverManager.getConnection("jdbc:h2:file:" + file, "vedfolnir", "right")
                .close();
        try (var tomcat = tomcat()) {
            tomcat.with("DATABASE_URL", "jdbc:h2:file:" + file)
                    .with("DATABASE_PASSWORD", "wrong")
                    .start();
            assertThat(tomcat.get("/vedfolnir/health/ready", null).statusCode()).isEqualTo(503);
            assertThat(tomcat.firstConsole())
                    .containsOnlyOnce("rejects the user or the password")
                    .contains("check DATABASE_USER and DATABASE_PASSWORD")
                    .doesNotContain("Caused by", "setup?token=");
        }
    }

    private static StockTomcat tomcat() throws IOException {
        return new StockTomcat("11.0")
                .withManagerJar()
                .withManagerLine()
                .withWar()
                .with("REDIS_URL", REDIS.url());
    }
}
