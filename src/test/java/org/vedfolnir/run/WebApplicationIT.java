package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.check.Visitor;
import org.vedfolnir.run.system.FirstMatch;

/** What visitors, persons and strangers can do to the application, on two nodes. */
class WebApplicationIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

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
        assertThat(raw(new Visitor("session=" + value, "Bad/1"), "/home")).isIn(302, 400);
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

    @Test
    void doesNotSignOutOnGet() throws Exception {
        var person = SITE.signedIn();

        assertThat(person.get(SITE.a(), "/logout").statusCode()).isEqualTo(405);
        assertThat(person.get(SITE.a(), "/home").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "/\\evil.example",
                "https://evil.example",
                "/\r\nX: y",
                "javascript:alert(1)",
                ""
            })
    void neverRedirectsToAnotherSiteAfterSignIn(String next) throws Exception {
        var answer = new Visitor()
                .post(SITE.a(), "/login", Map.of("username", "admin", "password", SITE.password(), "next", next));

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(location(answer)).endsWith("/home").doesNotContain("evil");
    }

    @Test
    void admitsAKnownBrowserDespiteTheAttemptsOfStrangers() throws Exception {
        var owner = SITE.signedIn();
        var wrong = Map.of("username", "admin", "password", "wrong");
        try {
            var statuses = new HashMap<Integer, Integer>();
            for (var i = 0; i < 100; i++) {
                var answer = new Visitor().post(i % 2 == 0 ? SITE.a() : SITE.b(), "/login", wrong);
                statuses.merge(answer.statusCode(), 1, Integer::sum);
                if (answer.statusCode() == 429) {
                    assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0))
                            .isBetween(1L, 30L);
                    assertThat(answer.body())
                            .contains("Too many attempts. Try again in ")
                            .doesNotContain("wrong.");
                }
            }
            assertThat(statuses).isEqualTo(Map.of(403, 5, 429, 95));
            var right = Map.of("username", "admin", "password", SITE.password());
            assertThat(new Visitor().post(SITE.b(), "/login", right).statusCode())
                    .as("a stranger does not learn that a password is right")
                    .isEqualTo(429);
            assertThat(owner.post(SITE.b(), "/login", right).statusCode()).isEqualTo(302);
            assertThat(owner.get(SITE.a(), "/home").statusCode()).isEqualTo(200);
        } finally {
            SITE.insight().forgetTries();
        }
    }

    @Test
    void answersKnownAndUnknownNamesAlike() throws Exception {
        try {
            for (var i = 0; i < 8; i++) {
                var known = new Visitor().post(SITE.a(), "/login", Map.of("username", "admin", "password", "x" + i));
                var unknown = new Visitor().post(SITE.a(), "/login", Map.of("username", "nomad", "password", "x" + i));

                assertThat(known.statusCode()).isEqualTo(i < 5 ? 403 : 429);
                assertThat(unknown.statusCode()).isEqualTo(known.statusCode());
                assertThat(words(unknown)).isEqualTo(words(known));
                assertThat(unknown.headers().map().keySet())
                        .isEqualTo(known.headers().map().keySet());
            }
        } finally {
            SITE.insight().forgetTries();
        }
    }

    /** Without the name that was typed, and how many seconds are left. */
    private static String words(HttpResponse<String> page) {
        return page.body()
                .replaceAll("name=\"csrf\" value=\"[^\"]*\"", "name=\"csrf\"")
                .replaceAll("admin|nomad", "NAME")
                .replaceAll("in \\d+ second", "in N second");
    }

    @Test
    void redirectsToTheRequestedPageAfterSignIn() throws Exception {
        var visitor = new Visitor();
        var asked = visitor.get(SITE.a(), "/sessions");
        var form =
                visitor.get(SITE.a(), location(asked).substring(location(asked).indexOf("/login")));
        var fields = Visitor.fields(Visitor.form(form.body(), "password"));
        fields.put("username", "admin");
        fields.put("password", SITE.password());

        assertThat(location(visitor.post(SITE.a(), "/login", fields))).endsWith("/sessions");
    }

    @Test
    void givesANewIdAtSignInAndEndsTheOldOne() throws Exception {
        var person = SITE.signedIn();
        var before = new Visitor(person.cookie(), "Thief/1");
        person.post(SITE.a(), "/login", Map.of("username", "admin", "password", SITE.password()));

        assertThat(person.cookie()).isNotEqualTo(before.cookie());
        assertThat(before.get(SITE.b(), "/home").statusCode()).isEqualTo(302);
        assertThat(person.get(SITE.b(), "/home").statusCode()).isEqualTo(200);
    }

    @Test
    void endsAnotherSessionOnEveryNodeAndAuditsIt() throws Exception {
        var here = SITE.signedIn();
        var there = new Visitor("", "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0");
        there.post(SITE.b(), "/login", Map.of("username", "admin", "password", SITE.password()));
        var handle = handle(there.get(SITE.b(), "/home"));
        var page = here.get(SITE.a(), "/sessions");
        var answer = here.submit(SITE.a(), page, handle);

        assertThat(page.body()).contains("Firefox on Windows", "this device").doesNotContain(id(here), id(there));
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(there.get(SITE.b(), "/home").statusCode()).isEqualTo(302);
        assertThat(DataProbe.within(Duration.ofSeconds(5), () -> "ENDED_BY_USER"
                        .equals(SITE.witness().state(handle))))
                .isTrue();
        assertThat(here.get(SITE.a(), "/home").statusCode()).isEqualTo(200);
    }

    @Test
    void endsAllOtherSessionsAndKeepsThisOne() throws Exception {
        var here = SITE.signedIn();
        var others = List.of(SITE.signedIn(), SITE.signedIn());
        var answer = here.submit(SITE.b(), here.get(SITE.b(), "/sessions"), "End all other sessions");

        assertThat(location(answer)).endsWith("/sessions?others=ended");
        for (var other : others) {
            assertThat(location(other.get(SITE.a(), "/home"))).contains("/login");
        }
        assertThat(here.get(SITE.a(), "/sessions?others=ended").body())
                .contains("All your other sessions have been ended", "this device")
                .doesNotContain("End all other sessions");
    }

    @Test
    void asksForThePasswordBeforeSessionsAreEnded() throws Exception {
        var here = SITE.signedIn();
        var there = SITE.signedIn();
        var handle = handle(there.get(SITE.a(), "/home"));
        SITE.insight().letConfirmationBeOld(id(here));
        for (var button : List.of(handle, "End all other sessions")) {
            var answer = here.submit(SITE.b(), here.get(SITE.b(), "/sessions"), button);
            assertThat(location(answer)).endsWith("/confirm?next=%2Fsessions");
        }
        assertThat(there.get(SITE.a(), "/home").statusCode())
                .as("not ended yet")
                .isEqualTo(200);

        var form = Visitor.fields(
                Visitor.form(here.get(SITE.a(), "/confirm?next=/sessions").body(), "password"));
        form.put("password", SITE.password());
        here.post(SITE.a(), "/confirm", form);
        here.submit(SITE.b(), here.get(SITE.b(), "/sessions"), handle);
        assertThat(location(there.get(SITE.a(), "/home"))).contains("/login");
    }

    @Test
    void changesTheIdAfterAConfirmedPasswordAndRedirectsBack() throws Exception {
        var person = SITE.signedIn();
        var before = new Visitor(person.cookie(), "Thief/1");
        var form = Visitor.fields(
                Visitor.form(person.get(SITE.a(), "/confirm?next=/sessions").body(), "password"));
        form.put("password", "wrong");
        assertThat(person.post(SITE.b(), "/confirm", form).statusCode()).isEqualTo(403);
        form.put("password", SITE.password());
        var answer = person.post(SITE.b(), "/confirm", form);

        assertThat(location(answer)).endsWith("/sessions");
        assertThat(person.cookie()).isNotEqualTo(before.cookie());
        assertThat(before.get(SITE.a(), "/home").statusCode())
                .as("the old cookie opens nothing, and is asked for the new one")
                .isEqualTo(307);
        assertThat(person.get(SITE.a(), "/home").statusCode()).isEqualTo(200);
        assertThat(location(new Visitor().get(SITE.a(), "/confirm"))).contains("/login");
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
                    .allMatch(name -> name.matches("[a-z_]+"), "is ours");
        }
        assertThat(least).isEqualTo(1);
    }

    /** The least of three: on a busy machine an answer may come after its deadline, and is then asked for again. */
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

    /** Asks for a path that no client would send as it is; answers the status. */
    private static int raw(Visitor person, String path) throws IOException {
        try (var socket = new Socket("127.0.0.1", SITE.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: "
                                    + person.cookie() + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(answer.substring(9, 12));
        }
    }

    private static Map<String, String> switchForm(Visitor person) throws Exception {
        return Visitor.fields(Visitor.form(person.get(SITE.b(), "/platforms").body(), "connection"));
    }

    private static String handle(HttpResponse<String> home) {
        return FirstMatch.in(java.util.regex.Pattern.compile("<code>([^<]*)</code>"), home.body());
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    private static String id(Visitor visitor) {
        return String.valueOf(visitor.id());
    }
}
