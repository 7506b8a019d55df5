package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vedfolnir.run.Responses.location;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.check.Visitor;

/** Administrators change accounts on two nodes, with the effects on their users. */
@Tag("tomee")
class UsersIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final String PASSWORD = "seven grey herons wait";
    private static final int AT_ONCE = 50;
    /** As many as a person may have at once. */
    private static final int MOST_SESSIONS = 10;

    private static final int ROUNDS = 10;

    @Test
    void letsANewUserChooseAPasswordWithALinkThatWorksOnce() throws Exception {
        var admin = admin();
        var link = admin.create("berta", "REVIEWER");
        var berta = new Visitor();
        assertThat(berta.post(SITE.a(), "/login", Map.of("username", "berta", "password", ""))
                        .statusCode())
                .as("before that there is no password")
                .isEqualTo(403);
        var weak = Administrator.choose(berta, link, "berta's own house");
        assertThat(weak.statusCode()).isEqualTo(400);
        assertThat(weak.body()).contains("must not contain &#039;berta&#039;").doesNotContain(token(link));

        var chosen = Administrator.choose(berta, link, PASSWORD);
        assertThat(location(chosen)).isEqualTo("/login?chosen&username=berta");
        assertThat(Administrator.choose(new Visitor(), link, "another of somebody's")
                        .statusCode())
                .isEqualTo(410);
        Administrator.signIn(berta, SITE.b(), "berta@EXAMPLE.com", PASSWORD);
        var home = berta.get(SITE.a(), "/home");
        assertThat(home.body()).contains("Hello, berta", ">Reviewer<").doesNotContain("id=\"users\"");
        audited("account_changed created berta as REVIEWER");
    }

    @Test
    void setsOnePasswordForFiftyConcurrentUsesOfALink() throws Exception {
        var link = admin().create("carla", "VIEWER");
        var threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            var tries = new ArrayList<Callable<String>>();
            for (var i = 0; i < AT_ONCE; i++) {
                var password = "the password of number " + i;
                tries.add(() ->
                        Administrator.choose(new Visitor(), link, password).statusCode() == 302 ? password : "");
            }
            var chosen = new ArrayList<String>();
            for (var each : threads.invokeAll(tries)) {
                if (!each.get().isEmpty()) {
                    chosen.add(each.get());
                }
            }
            assertThat(chosen).hasSize(1);
            Administrator.signIn(new Visitor(), SITE.b(), "carla", chosen.get(0));
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void endsAllSessionsOfALockedUserOnBothNodes() throws Exception {
        var admin = admin();
        var people = new ArrayList<>(List.of(admin.signedIn("doris", "VIEWER", PASSWORD, SITE.a())));
        while (people.size() < MOST_SESSIONS) {
            var again = new Visitor();
            Administrator.signIn(again, people.size() % 2 == 0 ? SITE.a() : SITE.b(), "doris", PASSWORD);
            people.add(again);
        }
        for (var person : people) {
            assertThat(person.get(SITE.a(), "/home").statusCode()).isEqualTo(200);
        }
        var id = admin.id("doris");
        assertThat(location(admin.press(id, "lock"))).contains("done=locked");
        for (var person : people) {
            assertThat(location(person.get(SITE.b(), "/home"))).contains("/login");
            assertThat(location(person.get(SITE.a(), "/home"))).contains("/login");
        }
        var refused = people.get(0).post(SITE.b(), "/login", Map.of("username", "doris", "password", PASSWORD));
        assertThat(refused.statusCode()).isEqualTo(403);

        assertThat(location(admin.press(id, "unlock"))).contains("done=unlocked");
        assertThat(location(people.get(1).get(SITE.a(), "/home")))
                .as("stays out")
                .contains("/login");
        Administrator.signIn(people.get(0), SITE.b(), "doris", PASSWORD);
    }

    @Test
    void rejectsADeactivatedUserUntilActivation() throws Exception {
        var admin = admin();
        var person = admin.signedIn("elsa", "VIEWER", PASSWORD, SITE.b());
        var id = admin.id("elsa");
        assertThat(location(admin.press(id, "deactivate"))).contains("done=deactivated");
        assertThat(location(person.get(SITE.b(), "/home"))).contains("/login");
        var link = Administrator.link(admin.reset(id));
        assertThat(Administrator.choose(new Visitor(), link, PASSWORD).statusCode())
                .as("a link does not open an account that is closed")
                .isEqualTo(410);

        assertThat(location(admin.press(id, "activate"))).contains("done=activated");
        assertThat(Administrator.choose(new Visitor(), link, PASSWORD).statusCode())
                .isEqualTo(302);
        Administrator.signIn(person, SITE.a(), "elsa", PASSWORD);
    }

    @Test
    void appliesANewRoleToTheNextRequestOnEveryNode() throws Exception {
        var admin = admin();
        var person = admin.signedIn("frida", "ADMIN", PASSWORD, SITE.b());
        assertThat(person.get(SITE.b(), "/users").statusCode()).isEqualTo(200);
        assertThat(person.get(SITE.a(), "/home").body()).contains("id=\"users\"");
        var id = admin.id("frida");
        var before = person.cookie();

        assertThat(location(admin.press(id, "change-role", Map.of("role", "MODERATOR"))))
                .contains("done=role");
        var refused = person.get(SITE.b(), "/users");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("No permission").doesNotContain("Exception");
        var home = person.get(SITE.a(), "/home");
        assertThat(home.body()).contains(">Moderator<").doesNotContain("id=\"users\"");
        assertThat(person.cookie()).as("a new id").isNotEqualTo(before);
        audited("account_changed role of frida: ADMIN to MODERATOR");
        audited("access_refused role admin");
    }

    /** The container knows the session's role of before, and refuses the first request. */
    @Test
    void opensTheRequestedPageAfterTheRoleWasGranted() throws Exception {
        var admin = admin();
        var person = admin.signedIn("gregor", "VIEWER", PASSWORD, SITE.b());
        var address = "/users/edit?id=" + admin.id("gregor");
        assertThat(location(new Visitor().get(SITE.a(), address)))
                .endsWith("next=%2Fusers%2Fedit%3Fid%3D" + admin.id("gregor"));
        assertThat(location(admin.press(admin.id("gregor"), "change-role", Map.of("role", "ADMIN"))))
                .contains("done=role");

        assertThat(location(person.get(SITE.b(), address))).isEqualTo(address);
        assertThat(person.get(SITE.b(), address).body()).contains("gregor@example.com");
    }

    @Test
    void appliesANewNameAndAddressToTheNextRequest() throws Exception {
        var admin = admin();
        var person = admin.signedIn("gerda", "VIEWER", PASSWORD, SITE.b());
        var answer =
                admin.press(admin.id("gerda"), "save", Map.of("username", "Gerda.Holm", "email", "holm@example.org"));

        assertThat(location(answer)).contains("done=saved");
        assertThat(person.get(SITE.b(), "/home").body()).contains("Hello, Gerda.Holm", "holm@example.org");
        Administrator.signIn(new Visitor(), SITE.a(), "holm@example.org", PASSWORD);
    }

    @Test
    void endsEverySessionAndTheOldPasswordAtAReset() throws Exception {
        var admin = admin();
        var person = admin.signedIn("hanna", "VIEWER", PASSWORD, SITE.a());
        var first = Administrator.link(admin.reset(admin.id("hanna")));

        assertThat(location(person.get(SITE.b(), "/home"))).contains("/login");
        assertThat(person.post(SITE.b(), "/login", Map.of("username", "hanna", "password", PASSWORD))
                        .statusCode())
                .isEqualTo(403);
        var second = Administrator.link(admin.reset(admin.id("hanna")));
        assertThat(Administrator.choose(new Visitor(), first, PASSWORD).statusCode())
                .as("another took its place")
                .isEqualTo(410);
        assertThat(Administrator.choose(person, second, "eight white herons").statusCode())
                .isEqualTo(302);
        Administrator.signIn(person, SITE.b(), "hanna", "eight white herons");
    }

    @Test
    void deletesAUserWithTheirConnectionsAndKeepsTheAuditTrail() throws Exception {
        var admin = admin();
        var person = admin.signedIn("irma", "VIEWER", PASSWORD, SITE.b());
        var id = admin.id("irma");
        SITE.insight().addConnection(id, "Of Irma");
        var events = SITE.insight().eventsOf(id);
        assertThat(admin.browser().get(SITE.a(), "/users/delete?id=" + id).body())
                .contains("Delete irma (irma@example.com)");
        assertThat(location(admin.delete(id))).isEqualTo("/users?deleted=done");

        assertThat(location(person.get(SITE.b(), "/home"))).contains("/login");
        assertThat(SITE.insight().connections(id)).isZero();
        assertThat(SITE.insight().eventsOf(id)).isGreaterThanOrEqualTo(events);
        assertThat(admin.browser().get(SITE.b(), "/users?q=irma").body()).contains("No matching users");
        audited("account_changed deleted irma");
        var late = admin.browser().get(SITE.a(), "/users/edit?id=" + id);
        assertThat(late.body()).contains("This account does not exist");
    }

    @Test
    void rejectsChangesToTheOwnAccountEvenWithAForgedForm() throws Exception {
        var admin = admin();
        var someone = admin.signedIn("jana", "VIEWER", PASSWORD, SITE.a());
        var own = admin.id("admin");
        var page = admin.browser().get(SITE.a(), "/users/edit?id=" + own);
        assertThat(page.body()).contains("This is your own account").doesNotContain(":lock\"", "/users/reset");
        for (var button : List.of("change-role", "lock", "deactivate", "reset")) {
            var place = button.equals("reset") ? "/users/reset" : "/users/edit";
            var form = admin.form(place, admin.id("jana"), button);
            form.put("id", Long.toString(own));
            var answer = admin.send(place, form, Map.of("role", "VIEWER"));
            assertThat(answer.statusCode()).as(button).isEqualTo(200);
            assertThat(answer.body())
                    .as(button)
                    .contains("your own account")
                    .doesNotContain("class=\"message\" role=\"status\"");
        }
        assertThat(admin.delete(own).body()).contains("You cannot do this to your own account");
        assertThat(admin.browser().get(SITE.b(), "/users").statusCode()).isEqualTo(200);
        assertThat(someone.get(SITE.b(), "/home").statusCode()).isEqualTo(200);
    }

    @Test
    void keepsOneOfTwoAdministratorsWhoDemoteEachOther() throws Exception {
        var admin = admin();
        var first = new Administrator(admin.signedIn("karla", "ADMIN", PASSWORD, SITE.a()), SITE.a());
        var second = new Administrator(admin.signedIn("lotte", "ADMIN", PASSWORD, SITE.b()), SITE.b());
        var karla = admin.id("karla");
        var lotte = admin.id("lotte");
        var threads = Executors.newFixedThreadPool(2);
        try {
            for (var round = 0; round < ROUNDS; round++) {
                var firsts = first.form("/users/edit", lotte, "change-role");
                var seconds = second.form("/users/edit", karla, "change-role");
                var answers = threads.invokeAll(List.of(
                        (Callable<HttpResponse<String>>)
                                () -> first.send("/users/edit", firsts, Map.of("role", "VIEWER")),
                        () -> second.send("/users/edit", seconds, Map.of("role", "VIEWER"))));
                var statuses = List.of(
                        answers.get(0).get().statusCode(), answers.get(1).get().statusCode());
                assertThat(statuses)
                        .as("one does it, the other may not any more")
                        .containsExactlyInAnyOrder(302, 403);
                var loser = statuses.get(0) == 302 ? lotte : karla;
                admin.press(loser, "change-role", Map.of("role", "ADMIN"));
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void saysWhichRolesIncludeWhichWhereAnAccountIsCreated() throws Exception {
        assertThat(SITE.signedIn().get(SITE.a(), "/users/new").body())
                .contains("aria-describedby=\"role-hint\"", "Administrators manage users;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/users",
                "/users.xhtml",
                "/users/new",
                "/users/edit?id=1",
                "/users/delete.xhtml?id=1",
                "/users/reset?id=1",
                "/users/x"
            })
    void restrictsThePagesOfUsersToAdministrators(String path) throws Exception {
        assertThat(location(new Visitor().get(SITE.a(), path))).contains("/login");
        var moderator = moderator();
        var answer = moderator.get(SITE.b(), path);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("No permission");
        var token = Visitor.fields(Visitor.form(moderator.get(SITE.a(), "/home").body(), "csrf"))
                .getOrDefault("csrf", "");
        assertThat(moderator.post(SITE.a(), path, Map.of("csrf", token)).statusCode())
                .isEqualTo(403);
    }

    private static Visitor moderator() throws Exception {
        var moderator = new Visitor();
        var known = Map.of("username", "maud", "password", PASSWORD);
        return moderator.post(SITE.a(), "/login", known).statusCode() == 302
                ? moderator
                : admin().signedIn("maud", "MODERATOR", PASSWORD, SITE.a());
    }

    @Test
    void showsTheProblemsOfAFormAndChangesNothing() throws Exception {
        var admin = admin();
        admin.create("nora", "VIEWER");
        admin.create("olga", "VIEWER");
        var olga = admin.id("olga");
        for (var wrong : Map.of(
                        Map.of("username", "a@b", "email", "x@y"), "is not a valid user name",
                        Map.of("username", "olga", "email", "nowhere"), "is not a valid e-mail address",
                        Map.of("username", "NORA", "email", "x@y.example"), "Another account has the user name 'NORA'",
                        Map.of("username", "olga", "email", "Nora@Example.com"),
                                "Another account has the e-mail address")
                .entrySet()) {
            var answer = admin.press(olga, "save", wrong.getKey());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains(wrong.getValue());
        }
        assertThat(admin.press(olga, "change-role", Map.of("role", "EMPEROR")).body())
                .contains("This role does not exist");
        var form = admin.form("/users/edit", olga, "lock");
        for (var id : List.of("", "-1", "4711", "1 or 1=1", "99999999999999999999")) {
            form.put("id", id);
            var answer = admin.send("/users/edit", new HashMap<>(form), Map.of());
            assertThat(answer.statusCode()).as(id).isEqualTo(200);
            assertThat(answer.body()).as(id).contains("This account does not exist");
        }
        assertThat(admin.browser().get(SITE.a(), "/users?q=olga").body()).contains("olga@example.com", ">active<");
    }

    @Test
    void asksForAPasswordThatWasConfirmedLongAgoBeforeAChange() throws Exception {
        var admin = admin();
        admin.create("paula", "VIEWER");
        var paula = admin.id("paula");
        var form = admin.form("/users/edit", paula, "lock");
        SITE.insight().letConfirmationBeOld(String.valueOf(admin.browser().id()));

        assertThat(location(admin.browser().get(SITE.a(), "/users/edit?id=" + paula)))
                .isEqualTo("/confirm?next=%2Fusers%2Fedit%3Fid%3D" + paula);
        assertThat(location(admin.send("/users/edit", form, Map.of()))).contains("/confirm?next=");
        assertThat(admin.browser().get(SITE.b(), "/users?q=paula").body()).contains(">active<");
        var again = Visitor.fields(Visitor.form(
                admin.browser()
                        .get(SITE.a(), "/confirm?next=/users/edit?id=" + paula)
                        .body(),
                "password"));
        again.put("password", SITE.password());
        assertThat(location(admin.browser().post(SITE.a(), "/confirm", again))).endsWith("/users/edit?id=" + paula);
        assertThat(location(admin.press(paula, "lock"))).contains("done=locked");
    }

    @Test
    void searchesAndPagesTheListOfUsers() throws Exception {
        var admin = admin();
        SITE.insight().addAccounts("row", 120);
        var first = admin.browser().get(SITE.a(), "/users?q=ROW");
        assertThat(first.body()).contains("Page 1", "row000", "row049").doesNotContain("row050", "rel=\"prev\"");
        var second = admin.browser().get(SITE.b(), "/users?page=2&q=row");
        assertThat(second.body()).contains("row050", "row099", "rel=\"prev\"", "rel=\"next\"");
        assertThat(admin.browser().get(SITE.b(), "/users?page=3&q=row").body())
                .contains("row119")
                .doesNotContain("rel=\"next\"");
        for (var nothing : List.of("%25", "_", "!", "%3Cscript%3E", "row%25")) {
            var page = admin.browser().get(SITE.a(), "/users?q=" + nothing);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).as(nothing).contains("No matching users").doesNotContain("<script>");
        }
        for (var odd : List.of("0", "-1", "x", "9999999999")) {
            assertThat(admin.browser().get(SITE.a(), "/users?page=" + odd).body())
                    .contains("row000");
        }
    }

    private static Administrator admin() throws Exception {
        return new Administrator(SITE.signedIn(), SITE.a());
    }

    private static void audited(String event) throws Exception {
        assertThat(DataProbe.within(Duration.ofSeconds(10), () -> SITE.insight().isAudited(event)))
                .as("audited: %s", event)
                .isTrue();
    }

    private static String token(URI link) {
        return link.getQuery().substring("token=".length());
    }
}
