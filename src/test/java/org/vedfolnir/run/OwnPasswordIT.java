package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vedfolnir.run.Responses.location;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.check.Visitor;

/** A user changes their own password, on one of two nodes. */
class OwnPasswordIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final String OLD = "seven grey herons wait";
    private static final String NEW = "eight white herons fly";

    @Test
    void endsAllOtherSessionsOnBothNodesUnlessTheBoxIsUnticked() throws Exception {
        var here = person("anna");
        var others = List.of(signedIn("anna", OLD, SITE.a()), signedIn("anna", OLD, SITE.b()));
        var page = here.get(SITE.a(), "/password");
        assertThat(page.body()).contains("name=\"everywhere\" value=\"true\" checked");
        var before = new Visitor(here.cookie(), "Thief/1");
        var answer = change(here, SITE.a(), OLD, NEW, true);

        assertThat(location(answer)).isEqualTo("/sessions?password=everywhere");
        for (var other : others) {
            assertThat(location(other.get(SITE.b(), "/home"))).contains("/login");
            assertThat(location(other.get(SITE.a(), "/home"))).contains("/login");
        }
        assertThat(here.cookie()).as("a new id").isNotEqualTo(before.cookie());
        assertThat(before.get(SITE.b(), "/home").statusCode())
                .as("response to the old cookie, which opens no session")
                .isEqualTo(307);
        assertThat(here.get(SITE.b(), "/sessions?password=everywhere").body())
                .contains("all your other sessions have been ended", "this device");
        assertThat(here.post(SITE.b(), "/login", Map.of("username", "anna", "password", OLD))
                        .statusCode())
                .isEqualTo(403);
        assertThat(DataProbe.within(
                        Duration.ofSeconds(10), () -> SITE.insight().isAudited("account_changed own password")))
                .isTrue();

        signedIn("anna", NEW, SITE.a());
        var another = signedIn("anna", NEW, SITE.b());
        var third = signedIn("anna", NEW, SITE.a());
        assertThat(location(change(third, SITE.b(), NEW, OLD, false))).isEqualTo("/sessions?password=changed");
        assertThat(another.get(SITE.a(), "/home").statusCode())
                .as("status in the other browser")
                .isEqualTo(200);
        assertThat(third.get(SITE.a(), "/home").statusCode()).isEqualTo(200);
    }

    @Test
    void keepsTheBrowserOfThePasswordChangeKnown() throws Exception {
        var here = person("bella");
        change(here, SITE.a(), OLD, NEW, true);
        try {
            var wrong = Map.of("username", "bella", "password", "wrong");
            for (var i = 0; i < 6; i++) {
                new Visitor().post(SITE.b(), "/login", wrong);
            }
            assertThat(new Visitor().post(SITE.b(), "/login", wrong).statusCode())
                    .isEqualTo(429);
            assertThat(here.post(SITE.b(), "/login", Map.of("username", "bella", "password", NEW))
                            .statusCode())
                    .isEqualTo(302);
        } finally {
            SITE.insight().forgetTries();
        }
    }

    @Test
    void countsAWrongCurrentPasswordAsAnAttemptAndChangesNothing() throws Exception {
        var here = person("clara");
        try {
            for (var i = 0; i < 10; i++) {
                var answer = change(here, i % 2 == 0 ? SITE.a() : SITE.b(), "wrong", NEW, true);
                assertThat(answer.statusCode()).isEqualTo(403);
                assertThat(answer.body()).contains("The current password is wrong");
            }
            var answer = change(here, SITE.a(), OLD, NEW, true);
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.body()).contains("Too many attempts");
        } finally {
            SITE.insight().forgetTries();
        }
        signedIn("clara", OLD, SITE.b());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "short | must have at least 15 characters, but has 5",
                "passwordpassword | too common",
                "doris likes the sea | must not contain &#039;doris&#039;"
            })
    void rejectsAPasswordThatBreaksARuleWithTheReason(String password, String sentence) throws Exception {
        var here = signedInOrNew("doris");
        var answer = change(here, SITE.b(), OLD, password, true);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(sentence).doesNotContain("value=\"" + password);
        assertThat(here.get(SITE.a(), "/home").statusCode()).isEqualTo(200);
    }

    @Test
    void acceptsALongPasswordOfAnyCharacters() throws Exception {
        var here = person("emma");
        var password = "\uD83E\uDD89 und Caf\u00e9, \0 und Ä ".repeat(20).substring(0, 256);
        var answer = change(here, SITE.a(), OLD, password + "?", true);
        assertThat(location(answer)).contains("/sessions");

        assertThat(here.post(SITE.b(), "/login", Map.of("username", "emma", "password", password + "!"))
                        .statusCode())
                .as("the last character counts")
                .isEqualTo(403);
        signedIn("emma", password + "?", SITE.b());
    }

    @Test
    void changesNothingWithoutTheFormToken() throws Exception {
        var here = person("fanny");
        var answer = here.post(SITE.a(), "/password", Map.of("password", OLD, "new-password", NEW, "again", NEW));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(location(new Visitor().get(SITE.a(), "/password"))).contains("/login");
        signedIn("fanny", OLD, SITE.b());
    }

    private static HttpResponse<String> change(
            Visitor person, String node, String present, String password, boolean everywhere) throws Exception {
        var form = new HashMap<>(
                Visitor.fields(Visitor.form(person.get(node, "/password").body(), "new-password")));
        form.putAll(Map.of("password", present, "new-password", password, "again", password));
        if (!everywhere) {
            form.remove("everywhere");
        }
        return person.post(node, "/password", form);
    }

    private static Visitor person(String name) throws Exception {
        return new Administrator(SITE.signedIn(), SITE.a()).signedIn(name, "VIEWER", OLD, SITE.a());
    }

    private static Visitor signedInOrNew(String name) throws Exception {
        var known = new Visitor();
        return known.post(SITE.a(), "/login", Map.of("username", name, "password", OLD))
                                .statusCode()
                        == 302
                ? known
                : person(name);
    }

    private static Visitor signedIn(String name, String password, String node) throws Exception {
        var person = new Visitor();
        Administrator.signIn(person, node, name, password);
        return person;
    }
}
