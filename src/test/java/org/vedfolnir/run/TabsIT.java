package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vedfolnir.run.Responses.id;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.run.check.Visitor;

/** Open tabs get notifications on any node, without a click. */
@Tag("tomee")
class TabsIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final Duration SOON = Duration.ofSeconds(2);

    @Test
    void answers401InJsonToAVisitor() throws Exception {
        var before = SITE.insight().keysOfAnyKind();
        var answer = new Visitor().get(SITE.a(), "/api/session/state");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(json(answer.body()).getBoolean("authenticated")).isFalse();
        assertThat(json(answer.body()).isNull("reason")).isTrue();
        assertThat(new Visitor().get(SITE.a(), "/api/session/events").statusCode())
                .isEqualTo(401);
        assertThat(new Visitor().post(SITE.a(), "/api/session/extend", Map.of()).statusCode())
                .isEqualTo(401);
        assertThat(SITE.insight().keysOfAnyKind()).isSubsetOf(before);
    }

    @Test
    void returnsUserPlatformAndExpiryInTheState() throws Exception {
        var person = SITE.signedIn();
        var state = state(person, SITE.b());

        assertThat(state.getBoolean("authenticated")).isTrue();
        assertThat(state.getJsonObject("user").getString("name")).isEqualTo("admin");
        assertThat(state.getJsonObject("user").getString("role")).isEqualTo("admin");
        assertThat(state.getJsonObject("platform").getString("name")).isEqualTo("Mastodon demo");
        assertThat(state.getInt("expires_in")).isBetween(7100, 7200);
    }

    @Test
    void extendsASessionByAnExplicitRequestOnly() throws Exception {
        var person = SITE.signedIn();
        SITE.insight().letLive(id(person), Duration.ofSeconds(300));
        try (var tab = OpenTab.of(person, SITE.b())) {
            assertThat(tab.status()).isEqualTo(200);
            assertThat(state(person, SITE.a()).getInt("expires_in")).isLessThanOrEqualTo(300);
            assertThat(state(person, SITE.b()).getInt("expires_in")).isLessThanOrEqualTo(300);
        }
        assertThat(SITE.insight().left(id(person))).isLessThanOrEqualTo(Duration.ofSeconds(300));

        var token = person.get(SITE.a(), "/api/session/state");
        assertThat(token.statusCode()).isEqualTo(200);
        assertThat(person.post(SITE.a(), "/api/session/extend", Map.of()).statusCode())
                .as("another site could send it")
                .isEqualTo(403);
    }

    @Test
    void extendsTheSessionWithTheFormToken() throws Exception {
        var person = SITE.signedIn();
        var token = token(person);
        SITE.insight().letLive(id(person), Duration.ofSeconds(100));

        var answer = person.send(SITE.b(), "POST", "/api/session/extend", Map.of(), Map.of("X-CSRF-Token", token));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer.body()).getInt("expires_in")).isGreaterThan(7100);
        assertThat(SITE.insight().left(id(person))).isGreaterThan(Duration.ofSeconds(7100));
    }

    @Test
    void notifiesATabOfASwitchOnTheOtherNode() throws Exception {
        var person = SITE.signedIn();
        try (var tab = OpenTab.of(person, SITE.b())) {
            var page = person.get(SITE.a(), "/platforms");
            var since = System.nanoTime();
            person.submit(SITE.a(), page, "connection");

            var received = tab.next();
            assertThat(received.event()).isEqualTo("changed");
            assertThat(Duration.ofNanos(received.at() - since)).isLessThan(SOON);
            assertThat(state(person, SITE.b()).getJsonObject("platform").getString("name"))
                    .isEqualTo("Pixelfed demo");
            assertThat(tab.silentFor(Duration.ofMillis(1200)))
                    .as("no second event")
                    .isTrue();
        }
    }

    @Test
    void notifiesTabsOfASignOutAndEndsTheStream() throws Exception {
        var person = SITE.signedIn();
        try (var tab = OpenTab.of(person, SITE.b())) {
            var page = person.get(SITE.a(), "/home");
            var since = System.nanoTime();
            person.submit(SITE.a(), page, "sign-out");

            assertEnded(tab, "SIGNED_OUT", since);
        }
    }

    @Test
    void notifiesTabsOfASessionThatWasEndedElsewhereAndShowsTheReason() throws Exception {
        var victim = SITE.signedIn();
        var other = SITE.signedIn();
        try (var tab = OpenTab.of(victim, SITE.b())) {
            var page = other.get(SITE.a(), "/sessions");
            var since = System.nanoTime();
            other.submit(SITE.a(), page, "End all other sessions");

            assertEnded(tab, "ENDED_BY_USER", since);
        }
        var state = victim.get(SITE.a(), "/api/session/state");
        assertThat(state.statusCode()).isEqualTo(401);
        assertThat(json(state.body()).getString("reason")).isEqualTo("ENDED_BY_USER");
        assertThat(json(state.body()).getString("message")).contains("ended from another of your sessions");
        assertThat(victim.get(SITE.b(), "/login").body()).contains("ended from another of your sessions");
    }

    @Test
    void notifiesTabsOfAnExpiredSessionAndShowsTheReasonOnTheSignInPage() throws Exception {
        var person = SITE.signedIn();
        try (var tab = OpenTab.of(person, SITE.a())) {
            var since = System.nanoTime();
            SITE.insight().letExpire(id(person));

            assertEnded(tab, "EXPIRED", since);
        }
        assertThat(person.get(SITE.b(), "/login").body()).contains("you did not use it for a while");
        assertThat(new Visitor().get(SITE.b(), "/login").body()).doesNotContain("has ended");
    }

    @Test
    void notifiesTabsOfAChangedRole() throws Exception {
        var person = SITE.signedIn();
        try (var tab = OpenTab.of(person, SITE.b())) {
            var since = System.nanoTime();
            SITE.insight().change("update account set role = 'MODERATOR', revision = revision + 1");
            try {
                var received = tab.next();
                assertThat(received.event()).isEqualTo("changed");
                assertThat(Duration.ofNanos(received.at() - since)).isLessThan(SOON);
                assertThat(state(person, SITE.a()).getJsonObject("user").getString("role"))
                        .isEqualTo("moderator");
            } finally {
                SITE.insight().change("update account set role = 'ADMIN', revision = revision + 1");
            }
        }
    }

    @Test
    void endsTheStreamWithoutAnEventWhenTheIdChanges() throws Exception {
        var person = SITE.signedIn();
        try (var tab = OpenTab.of(person, SITE.b())) {
            var page = person.get(SITE.a(), "/confirm?next=/home");
            var fields = Visitor.fields(Visitor.form(page.body(), "password"));
            fields.put("password", SITE.password());
            assertThat(person.post(SITE.a(), "/confirm", fields).statusCode()).isEqualTo(302);

            assertThat(tab.next().event()).isEqualTo("closed");
        }
        assertThat(state(person, SITE.b()).getBoolean("authenticated")).isTrue();
    }

    @Test
    void endsTheOldestOfMoreThanEightStreamsOfASession() throws Exception {
        var person = SITE.signedIn();
        var other = SITE.signedIn();
        var tabs = new ArrayList<OpenTab>();
        try (var others = OpenTab.of(other, SITE.b())) {
            for (var i = 0; i < 9; i++) {
                tabs.add(OpenTab.of(person, SITE.b()));
                assertThat(tabs.get(i).status()).isEqualTo(200);
            }

            assertThat(tabs.get(0).next().event()).as("the oldest").isEqualTo("closed");
            var page = person.get(SITE.a(), "/platforms");
            person.submit(SITE.a(), page, "connection");
            for (var i = 1; i < 9; i++) {
                assertThat(tabs.get(i).next().event()).as("tab %d", i).isEqualTo("changed");
            }
            assertThat(others.silentFor(Duration.ofMillis(600)))
                    .as("another session of the same person")
                    .isTrue();
        } finally {
            tabs.forEach(OpenTab::close);
        }
    }

    @Test
    void limitsTheStreamsOfOneAccount() throws Exception {
        var tabs = new ArrayList<OpenTab>();
        try {
            for (var session = 0; session < 6; session++) {
                var person = SITE.signedIn();
                for (var i = 0; i < 7; i++) {
                    tabs.add(OpenTab.of(person, SITE.a()));
                }
            }
            assertThat(tabs).filteredOn(tab -> tab.status() == 200).hasSize(40);
            assertThat(tabs).filteredOn(tab -> tab.status() == 503).hasSize(2);

            var otherUser = new Administrator(SITE.signedIn(), SITE.b())
                    .signedIn("tab-reader", "VIEWER", "seven grey herons wait", SITE.a());
            try (var tab = OpenTab.of(otherUser, SITE.a())) {
                assertThat(tab.status()).isEqualTo(200);
            }
        } finally {
            tabs.forEach(OpenTab::close);
        }
    }

    /** Prints the figures of docs/performance.md. */
    @Test
    void notifiesTabsOfTwentySwitchesWithinTwoSeconds() throws Exception {
        var person = SITE.signedIn();
        var delays = new ArrayList<Long>();
        try (var tab = OpenTab.of(person, SITE.b())) {
            for (var i = 0; i < 20; i++) {
                var page = person.get(SITE.a(), "/platforms");
                var since = System.nanoTime();
                person.submit(SITE.a(), page, "connection");
                delays.add((tab.next().at() - since) / 1_000_000);
            }
        }
        Collections.sort(delays);
        System.out.printf("a switch is told after p50 %d ms, max %d ms%n", delays.get(10), delays.get(19));
        assertThat(delays).allMatch(delay -> delay < SOON.toMillis());
    }

    private static void assertEnded(OpenTab tab, String reason, long since) throws InterruptedException {
        var received = tab.next();
        assertThat(List.of(received.event(), received.data())).containsExactly("ended", reason);
        assertThat(Duration.ofNanos(received.at() - since)).isLessThan(SOON);
        assertThat(tab.next().event()).isEqualTo("closed");
    }

    private static JsonObject state(Visitor person, String address) throws Exception {
        var answer = person.get(address, "/api/session/state");
        assertThat(answer.statusCode()).isEqualTo(200);
        return json(answer.body());
    }

    private static String token(Visitor person) throws Exception {
        var form = Visitor.form(person.get(SITE.a(), "/home").body(), "sign-out");
        return Objects.requireNonNull(Visitor.fields(form).get("csrf"));
    }

    private static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
