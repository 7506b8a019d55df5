package org.vedfolnir.session.signon;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.DestroyedSessions;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.testing.Browser;

/** A user has no more sessions than allowed, for any number of concurrent sign-ins on all nodes. */
class SessionsPerUserTest {

    private static final int MOST = 3;
    private static final int LOGINS = 100;

    @RegisterExtension
    static final Cluster ENDING = new Cluster(KeyRing.generate(), manager -> {
        manager.setMaxSessionsPerUser("" + MOST);
        Node.recording(manager);
    });

    @RegisterExtension
    static final Cluster REJECTING = new Cluster(KeyRing.generate(), manager -> {
        manager.setMaxSessionsPerUser("" + MOST);
        manager.setSessionsPerUserPolicy("REJECT");
    });

    private static String login(String user) {
        return "/fields?user_id=" + user + "&color=" + user;
    }

    /** The response to each sign-in. A sign-in that is answered 503 is repeated. */
    private static List<HttpResponse<String>> hundredAtOnce(Cluster cluster, String user, List<Browser> visitors) {
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (var i = 0; i < LOGINS; i++) {
            var visitor = new Browser();
            var node = i % 2 == 0 ? cluster.a() : cluster.b();
            visitors.add(visitor);
            answers.add(visitor.later(node, login(user)).thenCompose(answer -> again(answer, visitor, node, user, 10)));
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private static CompletableFuture<HttpResponse<String>> again(
            HttpResponse<String> answer, Browser visitor, Node node, String user, int tries) {
        return answer.statusCode() != 503 || tries == 0
                ? CompletableFuture.completedFuture(answer)
                : visitor.later(node, login(user)).thenCompose(next -> again(next, visitor, node, user, tries - 1));
    }

    private static long signedIn(Cluster cluster, List<Browser> visitors, String user) {
        return visitors.stream()
                .filter(each ->
                        each.get(cluster.b(), "/get?name=user_id").body().equals(user))
                .count();
    }

    @Test
    void endsTheOldestSessionsOfAHundredConcurrentSignIns() {
        var visitors = new ArrayList<Browser>();
        var answers = hundredAtOnce(ENDING, "ann", visitors);

        assertThat(answers).allSatisfy(answer -> assertThat(answer.body()).isEqualTo("set"));
        assertThat(ENDING.a().registry().sessionsOf("ann")).hasSize(MOST);
        assertThat(signedIn(ENDING, visitors, "ann")).isEqualTo(MOST);
        assertThat(DestroyedSessions.times("ann")).as("notified ends").isEqualTo(LOGINS - MOST);
        assertThat(ENDING.a().registry().events().read(1000))
                .filteredOn(each -> each.event().equals(new SessionEvent.Ended(EndReason.TOO_MANY_SESSIONS))
                        && "ann".equals(each.context().user()))
                .hasSize(LOGINS - MOST)
                .extracting(each -> each.context().session())
                .doesNotHaveDuplicates();
    }

    @Test
    void endsTheSessionUnusedLongest() throws Exception {
        var visitors = new ArrayList<Browser>();
        for (var i = 0; i < MOST; i++) {
            var visitor = new Browser();
            visitor.get(ENDING.a(), login("carl"));
            visitors.add(visitor);
            // as if it had been used ten seconds earlier than the next
            ENDING.redis().command("PEXPIRE", Cluster.key(visitor), "" + (30 * 60_000 + 60_000 - 10_000 * (MOST - i)));
        }
        visitors.get(0).get(ENDING.b(), "/get?name=user_id");

        new Browser().get(ENDING.b(), login("carl"));

        assertThat(visitors.get(1).get(ENDING.a(), "/get?name=user_id").body()).isEqualTo("no session");
        assertThat(visitors.get(0).get(ENDING.a(), "/get?name=user_id").body()).isEqualTo("carl");
        assertThat(visitors.get(2).get(ENDING.a(), "/get?name=user_id").body()).isEqualTo("carl");
    }

    @Test
    void countsASignedInUserOnce() {
        var visitors = new ArrayList<Browser>();
        for (var i = 0; i < MOST; i++) {
            visitors.add(new Browser());
            visitors.get(i).get(ENDING.a(), login("dora"));
        }
        for (var each : visitors) {
            each.get(ENDING.b(), "/rotate");
            each.get(ENDING.a(), "/write?name=other&value=1");
            each.get(ENDING.b(), login("dora"));
        }

        assertThat(signedIn(ENDING, visitors, "dora")).isEqualTo(MOST);
    }

    @Test
    void rejectsSignInsBeyondTheLimitOfAHundredConcurrentOnes() {
        var visitors = new ArrayList<Browser>();
        var answers = hundredAtOnce(REJECTING, "bob", visitors);

        assertThat(answers).filteredOn(each -> each.statusCode() == 200).hasSize(MOST);
        assertThat(answers).filteredOn(each -> each.statusCode() != 200).allSatisfy(each -> assertThat(each.body())
                .contains("TooManySessionsException", "maxSessionsPerUser"));
        assertThat(REJECTING.b().registry().sessionsOf("bob")).hasSize(MOST);
        assertThat(signedIn(REJECTING, visitors, "bob")).isEqualTo(MOST);
    }

    @Test
    void ignoresIndexEntriesOfOtherUsersAndEndedSessions() {
        var fred = new Browser();
        fred.get(ENDING.a(), login("fred"));
        var index = "vedfolnir:user:gina";
        ENDING.redis().command("ZADD", index, "0", fred.id());
        for (var i = 0; i < MOST; i++) {
            ENDING.redis().command("ZADD", index, "0", "gone-gone-gone-gone-gone-gone-" + i);
        }
        var gina = new Browser();

        assertThat(gina.get(ENDING.b(), login("gina")).body()).isEqualTo("set");

        assertThat(ENDING.a().registry().sessionsOf("gina")).hasSize(1);
        var handle = ENDING.a().registry().sessionsOf("fred").get(0).handle();
        assertThat(ENDING.a().registry().end("gina", handle, EndReason.ENDED_BY_USER))
                .isFalse();
        assertThat(fred.get(ENDING.b(), "/get?name=user_id").body()).isEqualTo("fred");
        assertThat(ENDING.redis().command("ZCARD", index))
                .as("index after the read")
                .isEqualTo("2");
    }

    @Test
    void restoresALostIndexWithinSixteenSaves() {
        var visitor = new Browser();
        visitor.get(ENDING.a(), login("hank"));
        ENDING.redis().command("DEL", "vedfolnir:user:hank");

        for (var i = 0; i < 16; i++) {
            visitor.get(ENDING.b(), "/write?name=other&value=" + i);
        }

        assertThat(ENDING.a().registry().sessionsOf("hank")).hasSize(1);
    }

    @Test
    void keepsTheEarlierSessionAfterARejectedSignIn() {
        for (var i = 0; i < MOST; i++) {
            new Browser().get(REJECTING.a(), login("eve"));
        }
        var guest = new Browser();
        guest.get(REJECTING.a(), "/set?name=basket&value=bread");

        assertThat(guest.get(REJECTING.b(), login("eve")).statusCode()).isEqualTo(500);
        assertThat(guest.get(REJECTING.a(), "/get?name=basket").body()).isEqualTo("bread");
        assertThat(guest.get(REJECTING.a(), "/get?name=user_id").body()).isEqualTo("null");
    }

    @Test
    void reportsTheLimitToAnApplicationThatSavesEarly() {
        var saved = "/fields-saved?user_id=ivy&color=ivy";
        for (var i = 0; i < MOST; i++) {
            assertThat(new Browser().get(REJECTING.a(), saved).body()).isEqualTo("true, a session");
        }
        var stranger = new Browser();
        var guest = new Browser();
        guest.get(REJECTING.a(), "/set?name=basket&value=bread");

        for (var refused : List.of(stranger, guest)) {
            var answer = refused.get(REJECTING.b(), saved);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("false, no session");
        }
        assertThat(DestroyedSessions.times("ivy"))
                .as("ends of the session that was never stored")
                .isEqualTo(1);
        assertThat(stranger.get(REJECTING.a(), "/get?name=user_id").body()).isEqualTo("no session");
        assertThat(guest.get(REJECTING.a(), "/get?name=basket").body()).isEqualTo("bread");
        assertThat(guest.get(REJECTING.a(), "/get?name=user_id").body()).isEqualTo("null");
        assertThat(REJECTING.a().registry().sessionsOf("ivy")).hasSize(MOST);
    }

    @Test
    void savesOnceIfTheApplicationSavesEarly() {
        var visitor = new Browser();
        visitor.get(ENDING.a(), "/fields-saved?user_id=jim");
        assertThat(ENDING.a().registry().sessionsOf("jim").get(0).version()).isEqualTo(1);
    }
}
