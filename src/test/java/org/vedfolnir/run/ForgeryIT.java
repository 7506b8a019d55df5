package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vedfolnir.run.Routes.Route;
import org.vedfolnir.run.check.Visitor;

/** Requests that another site makes a browser send, to every address of the application and by every method that could change something. */
class ForgeryIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final List<String> METHODS = List.of("POST", "PUT", "DELETE", "PATCH");
    private static final String VICTIM = "victoria";

    /**
     * A request without the token, or with a wrong one.
     *
     * @param headers that a browser adds for another site
     */
    private record Forgery(String what, Map<String, String> fields, Map<String, String> headers) {}

    private static long victim;

    @BeforeAll
    static void createTarget() throws Exception {
        var admin = new Administrator(SITE.signedIn(), SITE.a());
        admin.create(VICTIM, "VIEWER");
        victim = admin.id(VICTIM);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rejectsForgedRequestsWithoutAChange(Route route) throws Exception {
        var other = SITE.signedIn();
        var person = SITE.signedIn();
        var former = token(person);
        Administrator.signIn(person, SITE.a(), "admin", SITE.password());
        var token = token(person);
        var form = form(person, route);
        var before = state(person);
        var wrong = new ArrayList<String>();
        for (var forgery : forgeries(route, token, token(other), former)) {
            for (var method : METHODS) {
                var fields = new LinkedHashMap<>(form);
                fields.putAll(forgery.fields());
                var answer = person.send(SITE.b(), method, route.path(), fields, forgery.headers());
                if (answer.statusCode() != 403 || !answer.body().contains("Form not accepted")) {
                    wrong.add("%s with %s is answered %s".formatted(method, forgery.what(), answer.statusCode()));
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(state(person)).isEqualTo(before);
    }

    static Stream<Route> ways() {
        return Routes.DECLARED.stream();
    }

    private static List<Forgery> forgeries(Route route, String token, String others, String former) {
        var forgeries = new ArrayList<Forgery>();
        for (var header : List.of(
                Map.of("Sec-Fetch-Site", "cross-site"),
                Map.of("Sec-Fetch-Site", "same-site"),
                Map.of("Origin", "https://evil.example"),
                Map.of("Origin", "null"))) {
            forgeries.add(new Forgery("the right token and " + header, Map.of("csrf", token), header));
        }
        // the sign-in form has no token yet
        if (!route.path().equals("/login")) {
            forgeries.add(new Forgery("no token", Map.of(), Map.of()));
            forgeries.add(new Forgery("an empty token", Map.of("csrf", ""), Map.of("X-CSRF-Token", "")));
            forgeries.add(new Forgery("another session's token", Map.of("csrf", others), Map.of()));
            forgeries.add(new Forgery("the token from before she signed in anew", Map.of("csrf", former), Map.of()));
            forgeries.add(new Forgery("the token in a cookie", Map.of(), Map.of("Cookie", "csrf=" + token)));
            forgeries.add(new Forgery(
                    "the token in a body of plain text", Map.of("csrf", token), Map.of("Content-Type", "text/plain")));
        }
        return forgeries;
    }

    /** The fields that would change something with the right token: those of the page's forms, and those that a user types. */
    private static Map<String, String> form(Visitor person, Route route) throws Exception {
        var fields = new HashMap<String, String>();
        if (route.answers().containsKey("GET") && !route.path().endsWith("/events")) {
            var page = person.get(SITE.a(), route.path() + "?id=" + victim);
            fields.putAll(Visitor.fields(page.body()));
        }
        fields.remove("csrf");
        fields.putAll(Map.of("appearance", "dark", "connection", "2", "role", "ADMIN", "password", SITE.password()));
        fields.putAll(Map.of("new-password", "a forged house of cards", "again", "a forged house of cards"));
        return fields;
    }

    /** The same fields with the right token succeed, so the token alone makes the difference. */
    @Test
    void acceptsTheSameRequestWithTheRightToken() throws Exception {
        var person = SITE.signedIn();
        var fields = Map.of("csrf", token(person), "appearance", "dark");

        assertThat(person.post(SITE.b(), "/appearance", fields).statusCode()).isEqualTo(302);
        assertThat(person.get(SITE.a(), "/home").body()).contains("data-appearance=\"dark\"");
    }

    /** Accounts, the session's own attributes as its pages show them, and how many sessions there are. */
    private static List<Object> state(Visitor person) throws Exception {
        var home = person.get(SITE.a(), "/home");
        assertThat(home.statusCode()).as("still signed in").isEqualTo(200);
        assertThat(home.body()).contains("data-appearance=\"system\"", "id=\"platform\">Mastodon demo");
        return List.of(SITE.insight().accounts(), SITE.insight().sessions());
    }

    private static String token(Visitor person) throws Exception {
        var form = Visitor.form(person.get(SITE.a(), "/home").body(), "sign-out");
        return Objects.requireNonNull(Visitor.fields(form).get("csrf"));
    }
}
