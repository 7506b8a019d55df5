package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vedfolnir.run.Responses.location;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.run.check.Visitor;

/** Sign-ins with right and wrong passwords, by users and strangers, on two nodes. */
@Tag("tomee")
class SignInIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

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
}
