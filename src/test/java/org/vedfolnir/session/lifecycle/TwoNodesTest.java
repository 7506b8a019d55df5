package org.vedfolnir.session.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.session.store.redis.KeyNames;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Crowd;

/** Two Tomcats on one Redis, and one visitor who uses both. */
@Tag("topology")
class TwoNodesTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String KEYS = KeyRing.generate();

    private static Node a;
    private static Node b;

    private final Browser visitor = new Browser();

    @BeforeAll
    static void start() throws Exception {
        a = new Node(REDIS.url(), KEYS, Node::quiet);
        b = new Node(REDIS.url(), KEYS, Node::quiet);
    }

    @AfterAll
    static void stop() throws Exception {
        a.close();
        b.close();
    }

    @BeforeEach
    void useNewVisitor() {
        ProbeServlet.MEETINGS.clear();
    }

    @Test
    void readsWhatTheOtherNodeSaved() {
        visitor.get(a, "/set?name=color&value=blue");

        assertThat(visitor.get(b, "/get?name=color").body()).isEqualTo("blue");
    }

    @Test
    void keepsTwoAttributesThatAreSetConcurrently() {
        visitor.get(a, "/create");
        var onA = visitor.copy().later(a, "/set?name=left&value=1&meet=left");
        var onB = visitor.copy().later(b, "/set?name=right&value=2&meet=right");
        var left = ProbeServlet.met("left");
        var right = ProbeServlet.met("right");
        left.arriveAndAwaitAdvance();
        right.arriveAndAwaitAdvance();
        CompletableFuture.allOf(onA, onB).join();

        assertThat(visitor.get(a, "/get?name=left").body()).isEqualTo("1");
        assertThat(visitor.get(a, "/get?name=right").body()).isEqualTo("2");
    }

    @Test
    void losesNoChangeOfManyWritersOfOneSession() {
        visitor.get(a, "/create");
        var rounds = 250;
        Crowd.of(16, writer -> {
                    var mine = visitor.copy();
                    var node = writer % 2 == 0 ? a : b;
                    for (var round = 1; round <= rounds; round++) {
                        var answer = mine.get(node, "/set?name=w" + writer + "&value=" + round);
                        assertThat(answer.statusCode()).isEqualTo(200);
                        assertThat(mine.get(node == a ? b : a, "/get?name=w" + writer)
                                        .body())
                                .isEqualTo("" + round);
                    }
                })
                .join();

        for (var writer = 0; writer < 16; writer++) {
            assertThat(visitor.get(a, "/get?name=w" + writer).body()).isEqualTo("" + rounds);
        }
    }

    @Test
    void endsASessionOnTheOtherNodeAtOnce() {
        visitor.get(a, "/set?name=color&value=blue");
        visitor.get(b, "/get?name=color");
        visitor.get(a, "/invalidate");

        assertThat(visitor.get(b, "/get?name=color").body()).isEqualTo("no session");
        assertThat(REDIS.exists(KeyNames.session(visitor.id()))).isFalse();
    }

    @Test
    void doesNotRecreateAnEndedSessionByARequestInFlight() {
        visitor.get(a, "/create");
        var slow = visitor.copy().later(b, "/set?name=late&value=1&meet=late");
        var meeting = ProbeServlet.met("late");
        visitor.copy().get(a, "/invalidate");
        meeting.arriveAndAwaitAdvance();
        slow.join();

        assertThat(REDIS.exists(KeyNames.session(visitor.id()))).isFalse();
        assertThat(visitor.get(b, "/get?name=late").body()).isEqualTo("no session");
    }

    @Test
    void invalidatesTheOldIdOnBothNodesAfterAnIdChange() {
        visitor.get(a, "/set?name=color&value=blue");
        var thief = visitor.copy();
        visitor.get(b, "/get?name=color");
        visitor.get(a, "/rotate");

        assertThat(visitor.id()).isNotEqualTo(thief.id());
        assertThat(thief.get(a, "/get?name=color").body()).isEqualTo("no session");
        assertThat(thief.get(b, "/get?name=color").body()).isEqualTo("no session");
        assertThat(visitor.get(b, "/get?name=color").body()).isEqualTo("blue");
        assertThat(REDIS.exists(KeyNames.session(thief.id()))).isFalse();
    }

    @Test
    void neverAdoptsAnIdOfAClient() {
        var planted = "A".repeat(64);
        visitor.with("JSESSIONID=" + planted).get(a, "/create");

        assertThat(visitor.id()).isNotEqualTo(planted).hasSize(43);
    }

    @Test
    void savesAListThatIsChangedInPlace() {
        visitor.get(a, "/list?name=cart&value=bread");
        visitor.get(a, "/append?name=cart&value=salt");

        assertThat(visitor.get(b, "/get?name=cart").body()).isEqualTo("[bread, salt]");
    }

    @Test
    void keepsOneObjectUnderTwoNamesOnEveryNode() {
        visitor.get(a, "/list?name=cart&value=bread");
        visitor.get(b, "/alias?name=cart&value=order");
        visitor.get(a, "/append?name=order&value=salt");

        assertThat(visitor.get(b, "/identical?name=cart&value=order").body())
                .isEqualTo("true[bread, salt][bread, salt]");
        visitor.get(a, "/remove?name=cart");
        assertThat(visitor.get(b, "/get?name=order").body()).isEqualTo("[bread, salt]");
    }

    @Test
    void savesBeforeAResponseIsFlushed() {
        visitor.get(a, "/create");
        var flushed = visitor.copy().later(a, "/flushed?name=early&value=1&meet=flushed");
        var meeting = ProbeServlet.met("flushed");

        assertThat(visitor.get(b, "/get?name=early").body()).isEqualTo("1");
        meeting.arriveAndAwaitAdvance();
        flushed.join();
    }

    @Test
    @Tag("one-redis")
    void needsNoMoreRoundTripsThanDesigned() {
        visitor.get(a, "/set?name=warm&value=1");
        visitor.get(b, "/get?name=warm");

        assertThat(REDIS.roundTrips(() -> visitor.get(a, "/public"))).isZero();
        assertThat(REDIS.roundTrips(() -> visitor.get(a, "/get?name=warm"))).isEqualTo(1);
        assertThat(REDIS.roundTrips(() -> visitor.get(b, "/get?name=warm"))).isEqualTo(1);
        assertThat(REDIS.roundTrips(() -> visitor.get(a, "/set?name=a,b,c,d,e&value=1")))
                .isEqualTo(2);
        assertThat(REDIS.roundTrips(() -> visitor.get(a, "/set?name=a,b,c,d,e&value=1")))
                .as("scripts of a request without a change")
                .isEqualTo(1);
        assertThat(REDIS.roundTrips(() -> new Browser().get(a, "/set?name=a,b,c&value=1")))
                .isEqualTo(1);
        assertThat(REDIS.roundTrips(() -> visitor.get(a, "/rotate"))).isEqualTo(2);
        assertThat(REDIS.roundTrips(() -> visitor.get(a, "/invalidate"))).isEqualTo(2);
    }

    @Test
    void storesNothingForVisitorsWhoChangeNothing() {
        var before = REDIS.keys();
        for (var i = 0; i < 1000; i++) {
            new Browser().get(a, "/public");
            new Browser().get(b, "/get?name=x");
            new Browser().get(a, "/missing");
        }

        assertThat(REDIS.keys()).isEqualTo(before);
    }

    @Test
    void opensNoSessionForBadCookiesAndSendsNothingToRedis() {
        for (var bad :
                new String[] {"*", "../../etc/passwd", "a%0d%0aX: y", "x".repeat(5000), "[a-z]*", "%00", "{x}"}) {
            var other = new Browser().with("JSESSIONID=" + bad);
            var answer = other.get(a, "/get?name=x");

            assertThat(answer.statusCode()).as(bad).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("no session");
        }
    }

    @Test
    void opensNoSessionForADamagedValueAndLeavesIt() {
        visitor.get(a, "/set?name=color&value=blue");
        var key = KeyNames.session(visitor.id());
        REDIS.command("SETRANGE", key, "120", "!!!!");
        var damaged = REDIS.value(key);

        assertThat(visitor.get(b, "/get?name=color").body()).isEqualTo("no session");
        assertThat(REDIS.value(key)).isEqualTo(damaged);
    }

    @Test
    void readsNoDamagedValueIfTheNodeHasTheDocument() {
        visitor.get(a, "/set?name=color&value=blue");
        REDIS.command("SETRANGE", KeyNames.session(visitor.id()), "120", "!!!!");

        assertThat(visitor.get(a, "/get?name=color").body()).isEqualTo("blue");
    }

    @Test
    void opensNoSessionForAValueOfAnotherKey() {
        var victim = new Browser();
        victim.get(a, "/set?name=secret&value=canary");
        visitor.get(a, "/create");
        REDIS.command(
                "SET", KeyNames.session(visitor.id()), REDIS.value(KeyNames.session(victim.id())), "PX", "600000");

        assertThat(visitor.get(b, "/get?name=secret").body()).isEqualTo("no session");
    }

    @Test
    void opensNoSessionForAValueOfAnotherType() {
        visitor.get(a, "/create");
        var key = KeyNames.session(visitor.id());
        REDIS.command("DEL", key);
        REDIS.command("LPUSH", key, "x");

        assertThat(visitor.get(a, "/get?name=x").body()).isEqualTo("no session");
    }

    @Test
    void storesNoPlaintext() {
        visitor.get(a, "/set?name=favourite-word&value=nightingale");
        var raw = REDIS.value(KeyNames.session(visitor.id()));

        assertThat(raw).startsWith("{\"_version\":1,").doesNotContain("favourite-word", "nightingale");
        assertThat(raw.getBytes(StandardCharsets.UTF_8).length).isLessThan(1300);
    }
}
