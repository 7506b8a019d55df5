package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vedfolnir.run.Routes.Access;
import org.vedfolnir.run.Routes.Route;
import org.vedfolnir.run.check.Visitor;

/** Each way into the application, by each method and for each kind of person, and each other spelling of it. */
class RoutesIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final String PASSWORD = "seven grey herons wait";
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Map<Role, Asker> SIGNED_IN = new EnumMap<>(Role.class);

    /** The role of the client; users are named by their roles. */
    private enum Role {
        NOBODY,
        VIEWER,
        MODERATOR,
        ADMIN;

        boolean may(Access access) {
            return switch (access) {
                case EVERYBODY -> true;
                case SIGNED_IN -> this != NOBODY;
                case ADMIN -> this == ADMIN;
            };
        }
    }

    /** @param token of the session's forms; empty without a session */
    private record Asker(String cookie, String token) {}

    @BeforeAll
    static void people() throws Exception {
        var admin = new Administrator(SITE.signedIn(), SITE.a());
        admin.signedIn("viewer", "VIEWER", PASSWORD, SITE.a());
        admin.signedIn("moderator", "MODERATOR", PASSWORD, SITE.a());
    }

    /** Even a client that tries everything fills no log. */
    @AfterAll
    static void logsNoProblem() throws Exception {
        assertThat(SITE.problems()).isEmpty();
    }

    @Test
    void declaresEveryRoute() throws Exception {
        assertThat(Routes.DECLARED).extracting(Route::path).containsExactlyInAnyOrderElementsOf(Routes.offered());
    }

    @ParameterizedTest
    @MethodSource("declared")
    void answersEachMethodAndRoleAsDeclared(Route route) throws Exception {
        var wrong = new ArrayList<String>();
        for (var role : Role.values()) {
            for (var method : METHODS) {
                SITE.insight().forgetTries();
                var answer = ask(asker(role), method, route.path());
                var expected = expected(route, role, method);
                if (!expected.contains(answer)) {
                    wrong.add("%s %s is answered %s, and not %s".formatted(role, method, answer, expected));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    static Stream<Route> declared() {
        return Routes.DECLARED.stream();
    }

    private static Set<String> expected(Route route, Role role, String method) {
        if (method.equals("TRACE")) {
            return Set.of("405");
        }
        if (!role.may(route.access())) {
            var api = route.path().startsWith("/api/") ? "401" : "302 /login";
            return Set.of(role == Role.NOBODY ? api : "403");
        }
        if (method.equals("OPTIONS")) {
            return Set.of("200");
        }
        return route.answers(method);
    }

    @ParameterizedTest
    @MethodSource("tricks")
    void opensNoPageByAnotherSpelling(String path) throws Exception {
        assertThat(ask(asker(Role.NOBODY), "GET", path)).isIn("302 /login", "400", "401", "403", "404");
        assertThat(ask(asker(Role.VIEWER), "GET", path)).isIn("400", "403", "404");
        assertThat(ask(asker(Role.ADMIN), "GET", path)).isIn("400", "403", "404");
    }

    /** But for those that are a page's own second spelling. */
    static Stream<String> tricks() {
        var ways = Routes.DECLARED.stream().map(Route::path).collect(Collectors.toSet());
        return Routes.DECLARED.stream()
                .filter(Route::isProtected)
                .map(Route::path)
                .flatMap(path -> Stream.of(
                        "/" + path,
                        "/." + path,
                        path + ";x",
                        path + ";x=1/",
                        "/;x" + path,
                        "/%2e" + path,
                        "/%2E%2e" + path,
                        "/assets/.." + path,
                        "/assets/%2e%2e" + path,
                        "/assets/..;" + path,
                        "/%2f" + path.substring(1),
                        path + "%2f",
                        path + "/",
                        path + "/x",
                        path + "%00",
                        path + "%00.css",
                        path + "%20",
                        path + "%3bx",
                        "/%5c" + path.substring(1),
                        path.toUpperCase(Locale.ROOT),
                        path + ".xhtml",
                        path + ".jsp"))
                .filter(path -> !ways.contains(path));
    }

    /** Status, and for a redirect the path that it leads to. */
    private static String ask(Asker asker, String method, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(SITE.b() + path))
                .timeout(Duration.ofSeconds(15))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!asker.cookie().isEmpty()) {
            request.header("Cookie", asker.cookie()).header("X-CSRF-Token", asker.token());
        }
        var answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        // not read to its end: a stream of events has none
        answer.body().close();
        var location = answer.headers().firstValue("Location").map(URI::create);
        return answer.statusCode()
                + location.map(leadsTo -> " " + leadsTo.getPath()).orElse("");
    }

    /** Signs in again if the former client of that role has signed out. */
    private static Asker asker(Role role) throws Exception {
        if (role == Role.NOBODY) {
            return new Asker("", "");
        }
        var asker = SIGNED_IN.get(role);
        if (asker == null || !SITE.witness().exists(asker.cookie().split("=", 2)[1])) {
            asker = signIn(role);
            SIGNED_IN.put(role, asker);
        }
        return asker;
    }

    private static Asker signIn(Role role) throws Exception {
        if (role == Role.ADMIN) {
            return asker(SITE.signedIn());
        }
        var person = new Visitor();
        Administrator.signIn(person, SITE.a(), role.name().toLowerCase(Locale.ROOT), PASSWORD);
        return asker(person);
    }

    private static Asker asker(Visitor person) throws Exception {
        var form = Visitor.form(person.get(SITE.a(), "/home").body(), "sign-out");
        return new Asker(person.cookie(), Visitor.fields(form).getOrDefault("csrf", ""));
    }
}
