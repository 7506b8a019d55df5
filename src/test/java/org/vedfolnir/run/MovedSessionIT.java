package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.run.check.Visitor;

/** A request in flight with the old cookie while another one changes the session id is repeated, and the user stays signed in. */
class MovedSessionIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final int AT_ONCE = 10;

    /** The same browser in the moment before it has the new cookie. */
    private static Visitor late(Visitor person) throws Exception {
        var late = new Visitor(person.cookie(), person.agent());
        var page = person.get(SITE.a(), "/confirm?next=/home");
        var fields = Visitor.fields(Visitor.form(page.body(), "password"));
        fields.put("password", SITE.password());
        assertThat(person.post(SITE.a(), "/confirm", fields).statusCode()).isEqualTo(302);
        assertThat(person.cookie()).isNotEqualTo(late.cookie());
        return late;
    }

    @Test
    void makesATabRetry() throws Exception {
        var person = SITE.signedIn();
        var late = late(person);

        for (var path : List.of("/api/session/state", "/api/session/events")) {
            assertMoved(late.get(SITE.b(), path));
        }
        assertMoved(late.post(SITE.b(), "/api/session/extend", Map.of()));
        assertThat(person.get(SITE.b(), "/api/session/state").statusCode()).isEqualTo(200);
    }

    private static void assertMoved(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        try (var reader = Json.createReader(new StringReader(answer.body()))) {
            assertThat(reader.readObject().getString("reason")).isEqualTo("MOVED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/home", "/sessions?others=ended", "/users", "/login"})
    void reopensAPageAtOnceAndThenASecondLater(String path) throws Exception {
        var person = SITE.signedIn();
        var late = late(person);

        var first = late.get(SITE.b(), path);
        assertThat(first.statusCode()).isEqualTo(307);
        assertThat(first.headers().firstValue("Location")).hasValue(path);

        var second = late.get(SITE.b(), path);
        assertThat(second.statusCode()).as("no circle").isEqualTo(503);
        assertThat(second.headers().firstValue("Refresh")).hasValue("1");
        assertThat(second.body()).contains("You are still signed in");

        assertThat(person.get(SITE.b(), path).statusCode()).isIn(200, 302);
    }

    @Test
    void resendsAFormUnchanged() throws Exception {
        var person = SITE.signedIn();
        var late = late(person);

        var answer = late.post(SITE.b(), "/appearance", Map.of("appearance", "dark"));

        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(answer.headers().firstValue("Location")).hasValue("/appearance");
    }

    @Test
    void signsOutDuringAnIdChange() throws Exception {
        var person = SITE.signedIn();
        var page = person.get(SITE.a(), "/home");
        var late = late(person);

        assertThat(late.submit(SITE.b(), page, "sign-out").statusCode())
                .as("the session that continues")
                .isEqualTo(307);
        assertThat(person.get(SITE.a(), "/home").statusCode()).isEqualTo(200);
        person.submit(SITE.b(), page, "sign-out");
        assertThat(person.get(SITE.a(), "/home").statusCode()).isEqualTo(302);
    }

    @Test
    void reportsAnEndedSessionAsEnded() throws Exception {
        var person = SITE.signedIn();
        var late = late(person);
        SITE.insight().forgetSessions();

        assertThat(person.get(SITE.a(), "/home").statusCode()).isEqualTo(302);
        assertThat(late.get(SITE.b(), "/api/session/state").statusCode()).isIn(401, 503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/home", "/api/session/state"})
    void keepsAllSignedInIfARoleChangesDuringTenRequests(String path) throws Exception {
        var person = SITE.signedIn();
        SITE.insight().change("update account set role = 'MODERATOR', revision = revision + 1");
        try {
            var answers = atOnce(person, path);

            var again = path.startsWith("/api/") ? 503 : 307;
            assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200, again);
            if (again == 503) {
                answers.stream().filter(answer -> answer.statusCode() == again).forEach(MovedSessionIT::assertMoved);
            }
            var set = answers.stream()
                    .flatMap(answer -> answer.headers().allValues("Set-Cookie").stream())
                    .filter(cookie -> cookie.startsWith("session="))
                    .map(cookie -> cookie.split(";", 2)[0])
                    .toList();
            assertThat(set).as("one of them has the new cookie").hasSize(1);
            var next = new Visitor(set.get(0), person.agent());
            assertThat(next.get(SITE.a(), path).statusCode()).isEqualTo(200);
        } finally {
            SITE.insight().change("update account set role = 'ADMIN', revision = revision + 1");
        }
    }

    private static List<HttpResponse<String>> atOnce(Visitor person, String path) throws Exception {
        var together = new CyclicBarrier(AT_ONCE);
        var threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            var requests = new ArrayList<Callable<HttpResponse<String>>>();
            for (var i = 0; i < AT_ONCE; i++) {
                var node = i % 2 == 0 ? SITE.a() : SITE.b();
                requests.add(() -> {
                    together.await();
                    return new Visitor(person.cookie(), person.agent()).get(node, path);
                });
            }
            var answers = new ArrayList<HttpResponse<String>>();
            for (var answer : threads.invokeAll(requests)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }
}
