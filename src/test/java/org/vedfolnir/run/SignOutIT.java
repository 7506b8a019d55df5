package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.run.check.Visitor;

/** A browser with the cookies of two sessions signs out: neither was open, and the page afterwards is correct. */
@Tag("tomee")
class SignOutIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    @Test
    void endsBothSessionsForAFormOfOneOfThem() throws Exception {
        var person = SITE.signedIn();
        var planted = SITE.signedIn();
        var token = token(person);

        for (var address : new String[] {SITE.a(), SITE.b()}) {
            var both = new Visitor(person.cookie() + "; " + planted.cookie(), Visitor.AGENT);
            assertThat(both.get(address, "/home").statusCode())
                    .as("neither opens")
                    .isEqualTo(302);
        }
        var both = new Visitor(planted.cookie() + "; " + person.cookie(), Visitor.AGENT);
        var answer = both.post(SITE.a(), "/logout", Map.of("csrf", token));

        assertThat(answer.headers().firstValue("Location")).hasValue("/login?out");
        assertThat(answer.headers().firstValue("Set-Cookie").orElse("")).startsWith("session=;");
        assertThat(person.get(SITE.b(), "/home").statusCode()).isEqualTo(302);
        assertThat(planted.get(SITE.b(), "/home").statusCode()).isEqualTo(302);
    }

    @Test
    void endsNoSessionForAFormOfNeither() throws Exception {
        var person = SITE.signedIn();
        var planted = SITE.signedIn();
        for (var form : List.of(Map.<String, String>of(), Map.of("csrf", token(SITE.signedIn())))) {
            var both = new Visitor(person.cookie() + "; " + planted.cookie(), Visitor.AGENT);
            var answer = both.post(SITE.a(), "/logout", form);

            assertThat(answer.headers().firstValue("Location")).hasValue("/login?kept");
            assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
            assertThat(both.get(SITE.a(), "/login?kept").body())
                    .contains("You were not signed out")
                    .doesNotContain("You have signed out");
        }
        assertThat(person.get(SITE.b(), "/home").statusCode()).isEqualTo(200);
        assertThat(planted.get(SITE.b(), "/home").statusCode()).isEqualTo(200);
    }

    /** Another tab of the same browser, after the end of the session. */
    @Test
    void ignoresTheCookieOfAnEndedSession() throws Exception {
        var person = SITE.signedIn();
        var ended = SITE.signedIn();
        var both = new Visitor(person.cookie() + "; " + ended.cookie(), Visitor.AGENT);
        ended.post(SITE.a(), "/logout", Map.of("csrf", token(ended)));

        assertThat(both.post(SITE.a(), "/logout", Map.of("csrf", token(person)))
                        .headers()
                        .firstValue("Location"))
                .hasValue("/login?out");
        assertThat(person.get(SITE.b(), "/home").statusCode()).isEqualTo(302);
    }

    private static String token(Visitor person) throws Exception {
        return Visitor.fields(Visitor.form(person.get(SITE.a(), "/home").body(), "/logout"))
                .getOrDefault("csrf", "");
    }
}
