package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vedfolnir.run.Responses.handle;
import static org.vedfolnir.run.Responses.id;
import static org.vedfolnir.run.Responses.location;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.check.Visitor;

/** Visitors and signed-in users use the pages of the application on two nodes, with good and bad cookies. */
@Tag("tomee")
class WebApplicationIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    /** Where OpenWebBeans keeps the session beans of an application, also if there are none. */
    private static final String OF_TOMEE = "openWebBeansSessionContext";

    private static final int REQUESTS = 10_000;

    private static final int THREADS = 8;

    @Test
    void storesNothingForTenThousandVisitors() throws Exception {
        var before = SITE.insight().keysOfAnyKind();
        var paths = List.of("/", "/login", "/no-such-page");
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            var lookers = IntStream.range(0, THREADS)
                    .mapToObj(thread -> (Callable<Integer>) () -> {
                        var visitor = new Visitor();
                        for (var i = 0; i < REQUESTS / THREADS; i++) {
                            var path = paths.get(i % paths.size());
                            var answer = visitor.get(i % 2 == 0 ? SITE.a() : SITE.b(), path);
                            assertThat(answer.statusCode()).isEqualTo(path.length() > 7 ? 404 : 200);
                            assertThat(visitor.cookie()).isEmpty();
                        }
                        return 0;
                    })
                    .toList();
            for (var done : threads.invokeAll(lookers)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(SITE.insight().keysOfAnyKind()).isSubsetOf(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "../../../../etc/passwd",
                "a%0d%0aSet-Cookie:%20x=y",
                "%00",
                "vedfolnir:session:*",
                "[a-z]*",
                "short",
                "10kB"
            })
    void redirectsABadCookieToTheSignInPageAndCountsIt(String value) throws Exception {
        var cookie = "session=" + ("10kB".equals(value) ? "x".repeat(10_000) : value);
        var before = SITE.insight().happened("session_unreadable");
        for (var i = 0; i < 3; i++) {
            var answer = new Visitor(cookie, "Bad/1").get(SITE.a(), "/home");
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(location(answer)).contains("/login?next=");
        }
        assertThat(new Visitor(cookie, "Bad/1").get(SITE.a(), "/login").statusCode())
                .isEqualTo(200);

        assertThat(DataProbe.within(
                        Duration.ofSeconds(5), () -> SITE.insight().happened("session_unreadable") == before + 4))
                .as("each request is counted")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"another session's value", "a damaged value", "a value of another type"})
    void redirectsAnUnreadableSessionToTheSignInPageAndLeavesItsValue(String what) throws Exception {
        var person = SITE.signedIn();
        switch (what) {
            case "another session's value" ->
                SITE.insight().put(id(person), SITE.witness().document(id(SITE.signedIn())));
            case "a damaged value" -> SITE.insight().damage(id(person));
            default -> SITE.insight().replaceByList(id(person));
        }
        var type = SITE.insight().type(id(person));
        var value = "string".equals(type) ? SITE.witness().document(id(person)) : "";
        var before = SITE.insight().happened("session_unreadable");
        for (var i = 0; i < 3; i++) {
            var answer = person.get(SITE.b(), "/home");
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(location(answer)).contains("/login");
        }

        assertThat(DataProbe.within(
                        Duration.ofSeconds(5), () -> SITE.insight().happened("session_unreadable") == before + 3))
                .as("each request is counted")
                .isTrue();
        assertThat(SITE.insight().type(id(person))).isEqualTo(type);
        if ("string".equals(type)) {
            assertThat(SITE.witness().document(id(person))).as("left alone").isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "a\r\nSet-Cookie: x=y", "a\rb", "\u007f", "\"unfinished", "=__Host-session=x"})
    void answersAnInvalidCookieHeaderWithoutAServerError(String value) throws Exception {
        var answer = RawRequest.send(SITE.port(), "GET /home HTTP/1.1\r\nCookie: session=" + value + "\r\n", "");

        assertThat(answer.substring(9, 12)).isIn("302", "400");
    }

    @Test
    void closesAnExpiredSessionInTheAuditTrail() throws Exception {
        var person = SITE.signedIn();
        var handle = handle(person.get(SITE.a(), "/home"));
        assertThat(DataProbe.within(Duration.ofSeconds(5), () -> "open"
                        .equals(SITE.witness().state(handle))))
                .isTrue();
        SITE.insight().letExpire(id(person));

        assertThat(location(person.get(SITE.b(), "/home"))).contains("/login");
        assertThat(DataProbe.within(Duration.ofSeconds(30), () -> "EXPIRED"
                        .equals(SITE.witness().state(handle))))
                .as("found by the background thread of either node")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4711", "-1", "2 or 1=1", "", "99999999999999999999"})
    void rejectsASwitchToAConnectionOfAnotherUser(String connection) throws Exception {
        var person = SITE.signedIn();
        var fields = switchForm(person);
        fields.put("connection", connection);
        var answer = person.post(SITE.b(), "/platforms", fields);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("is not yours").contains("id=\"platform\">Mastodon demo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1:2", "rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA=="})
    void answers409ToATamperedViewState(String state) throws Exception {
        var person = SITE.signedIn();
        var fields = switchForm(person);
        fields.put("jakarta.faces.ViewState", state);

        assertThat(person.post(SITE.b(), "/platforms", fields).statusCode()).isEqualTo(409);
        assertThat(person.get(SITE.a(), "/home").body()).contains("id=\"platform\">");
    }

    @Test
    void sendsSecurityHeadersWithEveryResponse() throws Exception {
        var person = SITE.signedIn();
        for (var path :
                List.of("/", "/login", "/home", "/no-such-page", "/logout", "/assets/vedfolnir.css", "/health/live")) {
            var headers = person.get(SITE.a(), path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("default-src 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).as(path).hasValue("nosniff");
            assertThat(headers.firstValue("Cache-Control").orElse(""))
                    .as(path)
                    .contains(path.startsWith("/assets") ? "public" : "no-store");
            assertThat(headers.firstValue("Server")).as(path).isEmpty();
        }
    }

    @Test
    void showsAnErrorPageWithAllHeadersDuringAStoreOutage() throws Exception {
        var person = SITE.signedIn();
        SITE.redis().suspend();
        try {
            for (var path : List.of("/home", "/login", "/sessions")) {
                var answer = person.get(SITE.a(), path);
                assertThat(answer.statusCode()).as(path).isEqualTo(503);
                assertThat(answer.body()).as(path).contains("Just a moment").doesNotContain("Exception", "redis");
                assertThat(answer.headers().map())
                        .as(path)
                        .containsKeys("content-security-policy", "x-content-type-options", "retry-after")
                        .doesNotContainKey("set-cookie");
            }
            assertThat(person.get(SITE.a(), "/").statusCode()).isEqualTo(200);
            assertThat(person.get(SITE.a(), "/assets/vedfolnir.css").statusCode())
                    .isEqualTo(200);
        } finally {
            SITE.redis().resume();
        }
        // each node finds for itself that the store is back, and the next test needs both
        for (var node : List.of(SITE.a(), SITE.b())) {
            assertThat(DataProbe.within(
                            Duration.ofSeconds(5),
                            () -> person.get(node, "/home").statusCode() == 200))
                    .isTrue();
        }
    }

    @Test
    void needsNoMoreRoundTripsThanDesigned() throws Exception {
        var person = SITE.signedIn();
        person.get(SITE.a(), "/home");
        person.get(SITE.b(), "/home");

        assertThat(roundTrips(person, "/assets/vedfolnir.css")).isZero();
        assertThat(roundTrips(person, "/")).isZero();
        assertThat(roundTrips(person, "/no-such-page")).isLessThanOrEqualTo(1);
        assertThat(roundTrips(person, "/home")).isEqualTo(1);
        assertThat(roundTrips(person, "/platforms")).isEqualTo(1);
    }

    @Test
    void offersASignedInUserTheirOwnPagesOnStartAndErrorPages() throws Exception {
        var person = SITE.signedIn();
        var visitor = new Visitor();

        assertThat(person.get(SITE.a(), "/").body()).contains("href=\"home\"").doesNotContain("href=\"login\"");
        assertThat(visitor.get(SITE.a(), "/").body()).contains("href=\"login\"").doesNotContain("href=\"home\"");
        assertThat(person.get(SITE.b(), "/no-such-page").body())
                .contains("You are signed in as admin.", "class=\"button\" href=\"/home\"");
        assertThat(person.get(SITE.b(), "/platforms/edit?id=999999").body())
                .contains("class=\"button\" href=\"/platforms\"");
        assertThat(visitor.get(SITE.b(), "/no-such-page").body())
                .contains("class=\"button\" href=\"/\"")
                .doesNotContain("signed in as");
    }

    @Test
    void doesNotSaveTheFirstPagesForAttributesOfFrameworks() throws Exception {
        var least = Long.MAX_VALUE;
        for (var i = 0; i < 3; i++) {
            var person = SITE.signedIn();
            least = Math.min(least, SITE.insight().scriptsOn(id(person), () -> person.get(SITE.b(), "/platforms")));
            assertThat(SITE.insight().attributes(id(person)).keySet())
                    .allMatch(name -> name.matches("[a-z_]+") || name.equals(OF_TOMEE), "is ours");
        }
        assertThat(least).isEqualTo(1);
    }

    /** The minimum of three: on a busy machine a response may miss its deadline, and then the request is repeated. */
    private static long roundTrips(Visitor person, String path) throws Exception {
        var least = Long.MAX_VALUE;
        for (var i = 0; i < 3; i++) {
            least = Math.min(least, SITE.insight().scriptsOn(id(person), () -> person.get(SITE.b(), path)));
        }
        return least;
    }

    @Test
    void reportsHealth() throws Exception {
        assertThat(new Visitor().get(SITE.a(), "/health/live").body()).contains("\"UP\"");
        assertThat(new Visitor().get(SITE.b(), "/health/ready").body())
                .contains("\"session-store\"", "\"database\"")
                .doesNotContain("DOWN");
        assertThat(new Visitor().get(SITE.b(), "/health/started").body())
                .contains("\"session-manager\"")
                .doesNotContain("DOWN");
        assertThat(new Visitor().get(SITE.a(), "/health").body())
                .contains("\"session-manager\"", "\"session-store\"", "\"database\"")
                .doesNotContain("DOWN");
    }

    @Test
    void showsMetricsWithoutASession() throws Exception {
        var visitor = new Visitor();

        assertThat(visitor.get(SITE.a(), "/metrics").body())
                .contains("vedfolnir_session_store_state{application=", "state=\"up\"} 1")
                .doesNotContain("state=\"down\"} 1");
        assertThat(visitor.cookie()).isEmpty();
    }

    @Test
    void logsNoIdNoPasswordAndNoProblem() throws Exception {
        var person = SITE.signedIn();
        person.get(SITE.b(), "/home");
        try (var logs = Files.list(SITE.logs())) {
            for (var log : logs.filter(file -> file.toString().endsWith(".log")).toList()) {
                var name = log.getFileName().toString();
                assertThat(Files.readString(log)).as(name).doesNotContain(id(person), SITE.password());
            }
        }
        assertThat(SITE.problems()).isEmpty();
    }

    private static Map<String, String> switchForm(Visitor person) throws Exception {
        return Visitor.fields(Visitor.form(person.get(SITE.b(), "/platforms").body(), "connection"));
    }
}
