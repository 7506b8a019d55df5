package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.store.redis.RealRedis;

/** A stock Tomcat, or a TomEE, with the jar in {@code lib} and one line in {@code conf/context.xml}. */
@Tag("tomee")
class StockTomcatIT {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String EXAMPLE = "/examples/servlets/servlet/SessionExample";

    @ParameterizedTest
    @MethodSource("org.vedfolnir.testing.Distribution#lines")
    void keepsSessionsOfTomcatsExampleOverARestart(String line) throws Exception {
        try (var tomcat = new StockTomcat(line).withManagerJar().withManagerLine()) {
            tomcat.with("REDIS_URL", REDIS.url()).with("SESSION_ENCRYPTION_KEYS", KeyRing.generate());
            tomcat.start();
            var set = tomcat.post(EXAMPLE, "dataname=color&datavalue=ultramarine", null);
            var cookie = StockTomcat.cookie(set);
            var id = cookie.substring(cookie.indexOf('=') + 1);
            tomcat.post(EXAMPLE, "dataname=shape&datavalue=round", cookie);
            assertThat(set.statusCode()).isEqualTo(200);
            assertThat(REDIS.value("vedfolnir:session:" + id))
                    .contains("ciphertext")
                    .doesNotContain("ultramarine");

            tomcat.stop();
            tomcat.start();

            assertThat(tomcat.get(EXAMPLE, cookie).body()).contains("color = ultramarine", "shape = round");
            tomcat.stop();
            assertThat(tomcat.logsWithoutExamples())
                    .doesNotContain(id)
                    .doesNotContainPattern("(WARNING|SEVERE)(?!.*StoreHealthMonitor).*(vedfolnir|redisson|netty)")
                    .doesNotContain("memory leak");
        }
    }

    @ParameterizedTest
    @MethodSource("org.vedfolnir.testing.Distribution#lines")
    void runsTheApplication(String line) throws Exception {
        try (var tomcat = new StockTomcat(line)
                .withManagerJar()
                .withManagerLine()
                .withServerXml()
                .withWar()) {
            tomcat.with("REDIS_URL", REDIS.url())
                    .with("DATABASE_URL", "jdbc:h2:file:" + tomcat.home().resolve("database"))
                    .start();
            assertThat(tomcat.get("/vedfolnir/", null).statusCode()).isEqualTo(200);
            assertThat(tomcat.get("/vedfolnir/login", null).statusCode()).isEqualTo(200);
            assertThat(tomcat.get("/vedfolnir/login?" + "a=1&".repeat(1200), null)
                            .statusCode())
                    .as("status with more parameters than the container reads")
                    .isEqualTo(400);
            assertThat(tomcat.post("/vedfolnir/login", "a=1&".repeat(1200), null)
                            .statusCode())
                    .isEqualTo(400);
            assertThat(tomcat.post("/vedfolnir/login", "username=%c0%zz", null).statusCode())
                    .isEqualTo(400);
            for (var request :
                    List.of("GET /|< HTTP/1.1", "OPTIONS * HTTP/1.1", "GET /none HTTP/1.1", "GET / HTTP/9.9")) {
                assertThat(tomcat.raw(request + "\r\nHost: a\r\nConnection: close\r\n\r\n"))
                        .as(request)
                        .contains("Content-Security-Policy: default-src 'none'", "X-Content-Type-Options: nosniff")
                        .doesNotContain("Apache Tomcat");
            }
            FirstVisit.succeed(tomcat.uri(FirstVisit.link(tomcat.firstConsole())));
            var signedIn = tomcat.post(
                    "/vedfolnir/login", "username=admin&password=" + FirstVisit.PASSWORD.replace(' ', '+'), null);
            assertThat(signedIn.statusCode()).isEqualTo(302);
            var home = tomcat.get("/vedfolnir/home", StockTomcat.cookie(signedIn));
            assertThat(home.statusCode()).isEqualTo(200);
            assertThat(home.body())
                    .contains("Hello, admin")
                    .as("demonstration connections, which only ./run adds")
                    .doesNotContain("Mastodon demo", "Pixelfed demo");

            tomcat.stop();
            assertThat(tomcat.firstConsole())
                    .doesNotContain("SEVERE")
                    .doesNotContainPattern("WARNING(?!.*StoreHealthMonitor).*(vedfolnir|redisson|netty|leak)");
        }
    }

    @ParameterizedTest
    @MethodSource("org.vedfolnir.testing.Distribution#one")
    void prefersTheOperatorsVariablesToParametersAndNamesAWrongOne(String line) throws Exception {
        try (var tomcat =
                new StockTomcat(line).withManagerJar().withManagerLine().withWar()) {
            tomcat.withParameter("vedfolnir.cookieName", "of-the-application")
                    .withParameter("vedfolnir.cookieSameSite", "Foo")
                    .with("REDIS_URL", REDIS.url())
                    .with("DATABASE_URL", "jdbc:h2:file:" + tomcat.home().resolve("database"))
                    .with("SESSION_COOKIE_NAME", "of-the-operator")
                    .start();
            assertThat(tomcat.get("/vedfolnir/", null).statusCode()).isEqualTo(404);
            tomcat.stop();
            assertThat(tomcat.logs())
                    .contains("The setting cookieSameSite from the context parameter vedfolnir.cookieSameSite is 'Foo':"
                            + " cookieSameSite must be Strict, Lax or None. Correct it there and start again.");

            tomcat.with("SESSION_COOKIE_SAMESITE", "Strict").start();
            FirstVisit.succeed(tomcat.uri(FirstVisit.link(tomcat.lastConsole())));
            var signedIn = tomcat.post(
                    "/vedfolnir/login", "username=admin&password=" + FirstVisit.PASSWORD.replace(' ', '+'), null);
            assertThat(signedIn.headers().allValues("Set-Cookie"))
                    .anyMatch(cookie -> cookie.startsWith("of-the-operator=") && cookie.contains("SameSite=Strict"))
                    .noneMatch(cookie -> cookie.startsWith("of-the-application="));
        }
    }

    @ParameterizedTest
    @MethodSource("org.vedfolnir.testing.Distribution#lines")
    void limitsAClientToItsShareWithTheShippedServerXml(String line) throws Exception {
        try (var tomcat = new StockTomcat(line).withManagerJar().withServerXml().start()) {
            // an incomplete body is abandoned after the five seconds of connectionUploadTimeout, not after five minutes
            try (var socket = new Socket("127.0.0.1", tomcat.port())) {
                socket.setSoTimeout((int) Duration.ofMinutes(2).toMillis());
                socket.getOutputStream()
                        .write(("POST " + EXAMPLE + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
                                        + "Content-Type: application/x-www-form-urlencoded\r\n\r\na")
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .doesNotContain("Apache Tomcat/");
            }
            // Tomcat reads only the form that is small enough
            assertThat(tomcat.post(EXAMPLE, "dataname=x&datavalue=short", null).body())
                    .contains("short");
            assertThat(tomcat.post(EXAMPLE, "dataname=x&datavalue=" + "long".repeat(20_000), null)
                            .body())
                    .doesNotContain("longlong");
            // the client is the one that the proxy names; Tomcat names neither itself nor its version
            var forwarded = tomcat.getFrom("/nothing-here", "203.0.113.7");
            assertThat(forwarded.statusCode()).isEqualTo(404);
            assertThat(forwarded.body()).doesNotContain("Apache Tomcat");
            assertThat(forwarded.headers().map()).doesNotContainKeys("server", "x-powered-by");
            tomcat.stop();
            assertThat(tomcat.logs())
                    .contains("203.0.113.7 [")
                    .doesNotContain("SEVERE")
                    .doesNotContainPattern("WARNING.*(Connector|Valve|Digester|property)");
        }
    }

    @ParameterizedTest
    @MethodSource("org.vedfolnir.testing.Distribution#one")
    void reportsAMissingJarInOneSentence(String line) throws Exception {
        try (var tomcat = new StockTomcat(line).withWar().start()) {
            assertThat(tomcat.get("/vedfolnir/", null).statusCode()).isEqualTo(404);
            assertThat(tomcat.firstConsole())
                    .containsOnlyOnce("copy vedfolnir-session-manager.jar into the container's lib folder")
                    .contains("docs/install.md")
                    .doesNotContain("at org.vedfolnir", "NoClassDefFoundError", "ClassNotFoundException");
        }
    }

    @ParameterizedTest
    @MethodSource("org.vedfolnir.testing.Distribution#one")
    void refusesToStartOnAnOlderJar(String line) throws Exception {
        try (var tomcat = new StockTomcat(line)
                .withManagerJarOf("0.0.9")
                .withManagerLine()
                .withWar()
                .start()) {
            assertThat(tomcat.get("/vedfolnir/", null).statusCode()).isEqualTo(404);
            assertThat(tomcat.firstConsole())
                    .containsOnlyOnce(
                            "the container's lib folder has 0.0.9: replace vedfolnir-session-manager.jar there")
                    .doesNotContain("at org.vedfolnir");
        }
    }

    @ParameterizedTest
    @MethodSource("org.vedfolnir.testing.Distribution#one")
    void reportsAMissingLineInOneSentence(String line) throws Exception {
        try (var tomcat = new StockTomcat(line).withManagerJar().withWar()) {
            tomcat.with("DATABASE_URL", "jdbc:h2:file:" + tomcat.home().resolve("database"))
                    .start();
            assertThat(tomcat.get("/vedfolnir/", null).statusCode()).isEqualTo(404);
            assertThat(tomcat.firstConsole())
                    .containsOnlyOnce("<Manager className=\"org.vedfolnir.session.VedfolnirSessionManager\"/>")
                    .contains("docs/install.md")
                    .doesNotContain("at org.vedfolnir", "setup?token=");
        }
    }

    @ParameterizedTest
    @MethodSource("org.vedfolnir.testing.Distribution#lines")
    void namesTheRightWarInOneSentence(String line) throws Exception {
        try (var tomcat = new StockTomcat(line)
                .withManagerJar()
                .withManagerLine()
                .withWarOfOthers()
                .start()) {
            assertThat(tomcat.get("/vedfolnir/", null).statusCode()).isEqualTo(404);
            assertThat(tomcat.firstConsole())
                    .containsOnlyOnce("tomee".equals(line) ? "deploy vedfolnir-tomee.war" : "deploy vedfolnir.war")
                    .contains("docs/containers.md")
                    .doesNotContain("at org.vedfolnir", "at org.apache", "Caused by", "setup?token=");
        }
    }
}
