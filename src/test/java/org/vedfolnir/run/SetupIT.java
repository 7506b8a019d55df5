package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vedfolnir.run.Responses.location;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.run.check.SetupForm;
import org.vedfolnir.run.check.Visitor;

/** The first start: a visitor with the link creates the administrator, once, and no other visitor can. The tests run in this order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("tomee")
class SetupIT {

    @RegisterExtension
    static final RunningSite SITE = RunningSite.withoutAccount();

    private static final String PASSWORD = "the owl sleeps at noon";
    private static final int AT_ONCE = 50;

    @Test
    @Order(1)
    void rejectsSignInsAndSetupWithoutTheLink() throws Exception {
        try {
            for (var password : new String[] {"admin", "", PASSWORD}) {
                assertThat(new Visitor()
                                .post(SITE.a(), "/login", Map.of("username", "admin", "password", password))
                                .statusCode())
                        .isEqualTo(403);
            }
        } finally {
            SITE.insight().forgetTries();
        }
        var stranger = new Visitor();
        assertThat(stranger.get(SITE.a(), "/setup").statusCode()).isEqualTo(410);
        assertThat(stranger.post(SITE.a(), "/setup", SetupForm.form("eve", PASSWORD))
                        .statusCode())
                .isEqualTo(410);
        for (var token : new String[] {"", "x", "A".repeat(43), "%0d%0aSet-Cookie:%20x=y", "'or'1'='1"}) {
            stranger.get(SITE.a(), "/setup?token=" + token.replace("'", "%27"));
            var page = stranger.get(SITE.b(), "/setup");
            assertThat(page.statusCode()).as(token).isEqualTo(410);
            assertThat(page.body()).contains("This link is no longer valid").doesNotContain("Exception");
        }
    }

    @Test
    @Order(2)
    void movesTheTokenFromTheAddressToACookie() throws Exception {
        var person = new Visitor();
        var opened = person.get(SITE.a(), SITE.setup().path());
        var cookie = opened.headers().firstValue("Set-Cookie").orElse("");

        assertThat(opened.statusCode()).isEqualTo(302);
        assertThat(location(opened)).isEqualTo("/setup");
        assertThat(cookie).startsWith("link=" + token()).contains("HttpOnly", "SameSite=Lax", "Max-Age=1800", "Path=/");
        assertThat(opened.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(opened.headers().firstValue("Referrer-Policy")).hasValue("same-origin");
        var page = person.get(SITE.b(), "/setup");
        assertThat(page.statusCode()).as("second view of the form").isEqualTo(200);
        assertThat(page.body()).contains("Create the administrator account").doesNotContain(token());
        assertThat(SITE.witness().keys()).as("no session").isZero();
    }

    @Test
    @Order(3)
    void showsEachProblemAndKeepsTheLinkValid() throws Exception {
        var person = new Visitor();
        person.get(SITE.a(), SITE.setup().path());
        var form = new HashMap<>(SetupForm.form("<b>eve</b>", "short"));
        form.put("email", "nowhere");
        form.put("again", "else");
        var answer = person.post(SITE.a(), "/setup", form);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains(
                        "&lt;b&gt;eve&lt;/b&gt;&#039; is not a valid user name",
                        "nowhere&#039; is not a valid e-mail address",
                        "must have at least 15 characters, but has 5",
                        "The two passwords do not match")
                .doesNotContain("<b>", "value=\"short\"");
        assertThat(person.send(
                                SITE.a(),
                                "POST",
                                "/setup",
                                SetupForm.form("eve", PASSWORD),
                                Map.of("Sec-Fetch-Site", "cross-site"))
                        .statusCode())
                .as("another site cannot fill it in")
                .isEqualTo(403);
        assertThat(person.get(SITE.a(), "/setup").statusCode()).isEqualTo(200);
    }

    @Test
    @Order(4)
    void createsOneAdministratorForFiftyConcurrentRequests() throws Exception {
        var threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            var people = IntStream.range(0, AT_ONCE)
                    .mapToObj(number -> (Callable<Visitor>) () -> {
                        var person = new Visitor();
                        person.get(SITE.a(), SITE.setup().path());
                        var node = number % 2 == 0 ? SITE.a() : SITE.b();
                        var answer = person.post(node, "/setup", SetupForm.form("person" + number, PASSWORD));
                        // 503: few passwords are hashed at once for one link
                        assertThat(answer.statusCode()).isIn(302, 410, 503);
                        assertThat(answer.statusCode() == 302 ? location(answer) : "/home?done=setup")
                                .isEqualTo("/home?done=setup");
                        return person;
                    })
                    .toList();
            var signedIn = 0;
            for (var person : threads.invokeAll(people)) {
                var home = person.get().get(SITE.b(), "/home");
                if (home.statusCode() == 200) {
                    signedIn++;
                    assertThat(home.body()).contains("Hello, person", "Mastodon demo");
                }
            }
            assertThat(signedIn).isEqualTo(1);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    @Order(5)
    void rejectsTheLinkAfterItsUse() throws Exception {
        var late = new Visitor();
        late.get(SITE.b(), SITE.setup().path());

        assertThat(late.get(SITE.a(), "/setup").statusCode()).isEqualTo(410);
    }

    private static String token() {
        var path = SITE.setup().path();
        return path.substring(path.indexOf('=') + 1);
    }
}
