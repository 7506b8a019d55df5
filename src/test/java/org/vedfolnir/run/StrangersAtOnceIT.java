package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.check.Visitor;

/** Strangers with as many connections to one node as it has threads, and the users who are signed in there. */
class StrangersAtOnceIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    /** More than Tomcat has threads. */
    private static final int CONNECTIONS = 220;
    /** A tenth of 200 threads wait for bodies, half of them for one network. */
    private static final int MOST_BODIES = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String FORM = "application/x-www-form-urlencoded";

    private final List<Stranger> strangers = new ArrayList<>();
    private Visitor person;

    @BeforeEach
    void signIn() throws Exception {
        person = SITE.signedIn();
    }

    @AfterEach
    void leave() throws Exception {
        for (var stranger : strangers) {
            stranger.close();
        }
        SITE.insight().forgetTries();
    }

    @Test
    void limitsTheThreadsAndTheTimeOfUnfinishedBodies() throws Exception {
        var kinds = List.of(
                Stranger.unfinished("POST", "/login", FORM),
                Stranger.unfinished("POST", "/users", FORM),
                Stranger.unfinished("POST", "/assets/vedfolnir.css", "text/plain"),
                Stranger.unfinished("GET", "/", "text/plain"),
                Stranger.unfinished("PUT", "/health/live", "application/json"),
                Stranger.unfinishedInChunks("/login"));
        for (var i = 0; i < CONNECTIONS; i++) {
            come(kinds.get(i % kinds.size()));
        }
        awaitAnswers(CONNECTIONS - MOST_BODIES);

        assertThat(statuses()).isEqualTo(Map.of(0, (long) MOST_BODIES, 503, (long) CONNECTIONS - MOST_BODIES));
        for (var refused : answered()) {
            assertThat(refused.answer())
                    .containsIgnoringCase("Retry-After: 5")
                    .containsIgnoringCase("Connection: close")
                    .containsIgnoringCase("Content-Security-Policy: ");
        }
        assertPeopleAreServed();
        var arrived = come(Stranger.signIn("admin", SITE.password().replace(' ', '+')));
        assertThat(DataProbe.within(PATIENCE, arrived::isOver)).isTrue();
        assertThat(arrived.status()).as("a form that comes as a whole").isEqualTo(302);

        // a byte now and then: each read succeeds, and the whole never ends
        assertThat(DataProbe.within(PATIENCE, () -> {
                    strangers.forEach(stranger -> stranger.send("x"));
                    return strangers.stream().allMatch(Stranger::isOver);
                }))
                .as("the deadline")
                .isTrue();
        assertThat(statuses().get(408)).isEqualTo(MOST_BODIES);
    }

    @Test
    void doesNotReadATooLargeBody() throws Exception {
        var stranger = come("POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000\r\n\r\nx");
        awaitAnswers(1);
        assertThat(stranger.status()).isEqualTo(413);
    }

    @Test
    void servesKnownUsersDuringAStormOfSignIns() throws Exception {
        for (var i = 0; i < CONNECTIONS / 2; i++) {
            come(Stranger.signIn("nobody" + i, "wrong"));
            come(inGerman(Stranger.signIn("niemand" + i, "falsch")));
        }
        assertPeopleAreServed();
        Administrator.signIn(person, SITE.a(), "admin", SITE.password());
        awaitAnswers(CONNECTIONS);

        var statuses = statuses();
        assertThat(statuses.keySet()).isSubsetOf(403, 429, 503).contains(403, 503);
        assertThat(statuses.get(503)).as("most found no place").isGreaterThan(CONNECTIONS / 4);
        for (var stranger : strangers) {
            if (stranger.status() == 503) {
                assertThat(stranger.answer())
                        .containsIgnoringCase("Retry-After: 5")
                        .containsIgnoringCase("Content-Security-Policy: ")
                        .containsIgnoringCase("Content-Type: text/html;charset=UTF-8")
                        .containsAnyOf("your password was not checked", "wurde Ihr Passwort nicht gepr\u00fcft")
                        .contains("</html>");
            }
        }
        assertThat(pagesOf(503))
                .as("those that were rendered once, in two languages")
                .anyMatch(page -> page.contains("<h1>Just a moment</h1>"))
                .anyMatch(page -> page.contains("<h1>Einen Moment</h1>"));
        assertThat(SITE.insight().keysOfAnyKind().stream()
                        .filter(key -> key.startsWith("vedfolnir:attempts:name:"))
                        .count())
                .as("counted attempts, without those that were rejected unread")
                .isEqualTo(statuses.get(403));
    }

    /** Pages and forms, while strangers of the same network hold what they can; the browser sends a form in two pieces. */
    private void assertPeopleAreServed() throws Exception {
        for (var i = 0; i < 20; i++) {
            var home = person.get(SITE.a(), "/home");
            assertThat(home.statusCode()).isEqualTo(200);
            assertThat(person.submit(SITE.a(), home, "appearance").statusCode()).isEqualTo(302);
        }
    }

    private static String inGerman(String request) {
        return request.replace("Connection: close\r\n", "Connection: close\r\nAccept-Language: de-AT,de;q=0.9\r\n");
    }

    /** The differences between responses with that status. */
    private Set<String> pagesOf(int status) {
        return strangers.stream()
                .filter(stranger -> stranger.status() == status)
                .map(stranger -> stranger.answer().substring(stranger.answer().indexOf("\r\n\r\n")))
                .collect(Collectors.toSet());
    }

    private Stranger come(String request) throws Exception {
        var stranger = new Stranger(SITE.port());
        strangers.add(stranger);
        stranger.send(request);
        return stranger;
    }

    private void awaitAnswers(int count) throws Exception {
        assertThat(DataProbe.within(
                        PATIENCE,
                        () -> answered().size() >= count && answered().stream().allMatch(Stranger::isOver)))
                .as("%d of %s", count, statuses())
                .isTrue();
    }

    private List<Stranger> answered() {
        return strangers.stream().filter(stranger -> stranger.status() != 0).toList();
    }

    private Map<Integer, Long> statuses() {
        return strangers.stream().collect(Collectors.groupingBy(Stranger::status, Collectors.counting()));
    }
}
