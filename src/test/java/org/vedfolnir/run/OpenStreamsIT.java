package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.run.check.Visitor;

/**
 * Users with open tabs on both nodes, and other clients, most of them without a cookie, who request pages that need no sign-in and pages that do not exist.
 * A stream begins on a thread of the container and leaves it; the next request on that thread must find nothing of it. The profile {@code people} runs
 * fifty users for ten minutes.
 */
@Tag("people")
class OpenStreamsIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final int PEOPLE = Integer.getInteger("vedfolnir.streams.people", 12);
    private static final int STRANGERS = 20;
    private static final int ROUNDS = Integer.getInteger("vedfolnir.streams.rounds", 6);
    private static final Duration AT_LEAST = Duration.ofSeconds(Integer.getInteger("vedfolnir.streams.seconds", 0));
    private static final String PASSWORD = "seven grey herons wait";
    private static final Pattern CANARY = Pattern.compile("canary-\\d+-x");
    private static final Pattern CONNECTION = Pattern.compile("name=\"tested\" value=\"(\\d+)\"");
    private static final List<String> METHODS = List.of("GET", "POST", "HEAD", "PUT");

    /** Addresses without CDI, missing ones, and forbidden ones. */
    private static final List<String> PATHS = List.of(
            "/",
            "/index.jsp",
            "/assets/vedfolnir.css",
            "/assets/none.css",
            "/assets/..;/users",
            "/health/live",
            "/health/none",
            "/nothing",
            "/a//b",
            "/users",
            "/home",
            "/api/session/state");

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final List<Person> EVERYBODY = new ArrayList<>();

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();

    /** @param connections the ids of two, of which the first is current */
    private record Person(String name, Visitor browser, String token, List<String> connections, List<OpenTab> tabs) {}

    @BeforeAll
    static void peopleWithOpenTabs() throws Exception {
        var admin = new Administrator(SITE.signedIn(), SITE.a());
        for (var i = 0; i < PEOPLE; i++) {
            var name = "canary-%d-x".formatted(i);
            var browser = admin.signedIn(name, "VIEWER", PASSWORD, SITE.a());
            var id = admin.id(name);
            SITE.insight().addConnection(id, name + " at home");
            SITE.insight().addConnection(id, name + " at work");
            browser.submit(SITE.a(), browser.get(SITE.a(), "/platforms"), "connection");
            var page = browser.get(SITE.b(), "/platforms").body();
            var connections = CONNECTION
                    .matcher(page)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            assertThat(connections).hasSize(2);
            var token = Visitor.fields(Visitor.form(page, "sign-out")).getOrDefault("csrf", "");
            EVERYBODY.add(new Person(name, browser, token, connections, new ArrayList<>()));
        }
        for (var person : EVERYBODY) {
            for (var node : List.of(SITE.a(), SITE.b())) {
                person.tabs().add(OpenTab.of(person.browser(), node));
            }
        }
    }

    @AfterAll
    static void closeTabs() {
        EVERYBODY.forEach(person -> person.tabs().forEach(OpenTab::close));
    }

    @Test
    void exposesNothingOfAnOpenStreamToTheNextRequest() throws Exception {
        assertThat(EVERYBODY).allSatisfy(person -> assertThat(person.tabs())
                .allSatisfy(tab -> assertThat(tab.status()).isEqualTo(200)));
        var before = states();

        askAsManyDo();

        assertThat(wrong).as("of %d answers", answers.get()).isEmpty();
        assertThat(states()).as("versions of the sessions").isEqualTo(before);
        System.out.printf("open streams: %d people, %d answers to others%n", PEOPLE, answers.get());
    }

    @Test
    void returnsNothingOfAUserToAStranger() throws Exception {
        var before = states();

        for (var route : Routes.DECLARED) {
            for (var method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
                for (var person : EVERYBODY.subList(0, 3)) {
                    ask(SITE.a(), method, route.path(), person, "");
                }
            }
        }

        assertThat(wrong).as("of %d answers", answers.get()).isEmpty();
        assertThat(states()).as("versions of the sessions").isEqualTo(before);
    }

    private void askAsManyDo() throws Exception {
        var end = System.nanoTime() + AT_LEAST.toNanos();
        var threads = Executors.newFixedThreadPool(STRANGERS);
        try {
            var lives = new ArrayList<Callable<Integer>>();
            for (var i = 0; i < STRANGERS; i++) {
                var number = i;
                lives.add(() -> {
                    for (var round = 0; round < ROUNDS || System.nanoTime() < end; round++) {
                        askEverything(number, round);
                    }
                    return 0;
                });
            }
            for (var life : threads.invokeAll(lives)) {
                life.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Every fourth client has a user's cookie, and sends nothing that is rejected, since a rejection would change the version of the session. */
    private void askEverything(int number, int round) throws Exception {
        var meant = EVERYBODY.get((number + round) % EVERYBODY.size());
        var cookie = number % 4 == 0 ? meant.browser().cookie() : "";
        for (var path : PATHS) {
            for (var method : METHODS) {
                if (!cookie.isEmpty() && (method.startsWith("P") || path.endsWith("/users"))) {
                    continue;
                }
                for (var node : List.of(SITE.a(), SITE.b())) {
                    ask(node, method, path, meant, cookie);
                }
            }
        }
    }

    private void ask(String node, String method, String path, Person meant, String cookie)
            throws IOException, InterruptedException {
        var back = meant.connections().get((int) (answers.get() % 2));
        var form = Visitor.encoded(Map.of("platform", back, "platform_decision", "back", "csrf", "x"));
        var request = HttpRequest.newBuilder(URI.create(node + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(
                        method,
                        method.startsWith("P")
                                ? HttpRequest.BodyPublishers.ofString(form)
                                : HttpRequest.BodyPublishers.noBody());
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie)
                    .header("User-Agent", meant.browser().agent());
        }
        var answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        answers.incrementAndGet();
        judge(answer, "%s %s %s".formatted(cookie.isEmpty() ? "stranger" : meant.name(), method, path), cookie, meant);
    }

    private void judge(HttpResponse<String> answer, String what, String cookie, Person meant) {
        if (answer.statusCode() == 500) {
            wrong.add(what + " is answered 500");
        }
        if (answer.headers()
                .firstValue("Set-Cookie")
                .filter(set -> set.matches("session=[^;].*"))
                .isPresent()) {
            wrong.add(what + " is given a session");
        }
        var own = cookie.isEmpty() ? "" : meant.name();
        CANARY.matcher(answer.body())
                .results()
                .filter(found -> !found.group().equals(own))
                .forEach(found -> wrong.add("%s is shown %s, %d".formatted(what, found.group(), answer.statusCode())));
        for (var person : EVERYBODY) {
            if (!person.name().equals(own) && answer.body().contains(person.token())) {
                wrong.add("%s is shown the form token of %s, %d".formatted(what, person.name(), answer.statusCode()));
            }
        }
    }

    private static List<String> states() throws Exception {
        var states = new ArrayList<String>();
        for (var person : EVERYBODY) {
            try (var reader = Json.createReader(new StringReader(
                    person.browser().get(SITE.a(), "/api/session/state").body()))) {
                var state = reader.readObject();
                states.add("%s %s %s".formatted(person.name(), state.get("version"), state.get("platform")));
            }
        }
        return states;
    }
}
