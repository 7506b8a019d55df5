package org.vedfolnir.session.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.RealTopology;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Crowd;

/** Two nodes on a Redis Cluster of three masters: a session's keys are in several slots, and behave as if they were in one. */
class RedisClusterTest {

    @RegisterExtension
    static final RealTopology REDIS = RealTopology.cluster();

    private static Node a;
    private static Node b;

    private final Browser visitor = new Browser();

    @BeforeAll
    static void start() throws Exception {
        var keys = KeyRing.generate();
        a = new Node(REDIS.configuration(), keys, Node::recording);
        b = new Node(REDIS.configuration(), keys, Node::recording);
    }

    @AfterAll
    static void stop() throws Exception {
        a.close();
        b.close();
    }

    @Test
    void showsAcknowledgedChangesOnTheOtherNode() {
        visitor.get(a, "/set?name=color&value=blue");
        assertThat(visitor.get(b, "/get?name=color").body()).isEqualTo("blue");
        visitor.get(b, "/write?name=color&value=red");
        assertThat(visitor.get(a, "/get?name=color").body()).isEqualTo("red");
    }

    @Test
    void needsAsManyRoundTripsAsOnOneServer() {
        loadScripts();
        visitor.get(a, "/set?name=warm&value=1");
        visitor.get(a, "/get?name=warm");

        assertThat(REDIS.scripts(() -> visitor.get(a, "/public"))).isZero();
        assertThat(REDIS.scripts(() -> visitor.get(a, "/get?name=warm"))).isEqualTo(1);
        assertThat(REDIS.scripts(() -> visitor.get(a, "/set?name=a,b,c&value=1")))
                .isEqualTo(2);
        assertThat(REDIS.scripts(() -> new Browser().get(a, "/set?name=a&value=1")))
                .as("save with its event and its index entry")
                .isEqualTo(1);
        assertThat(REDIS.scripts(() -> new Browser().get(a, "/set?name=user_id&value=counted-0")))
                .as("sign-in, which writes the user's index first")
                .isEqualTo(2);
        visitor.get(a, "/set?name=large&value=" + "x".repeat(20_000));
        assertThat(REDIS.scripts(() -> visitor.get(a, "/rotate"))).isEqualTo(2);
        assertThat(roundTripsOfAnIdChangeOfASignedInUser())
                .as(
                        "id change, which writes the new id to the user's index first and removes the old one in the background")
                .isEqualTo(3 + 1);
        assertThat(REDIS.scripts(() -> visitor.get(a, "/invalidate"))).isEqualTo(2);
    }

    /** The minimum of several: on a slow machine a second may pass between two requests, and then a use of the session renews its index entry. */
    private static long roundTripsOfAnIdChangeOfASignedInUser() {
        var person = new Browser();
        person.get(a, "/set?name=user_id&value=renamed");
        return IntStream.range(0, 5)
                .mapToLong(each -> {
                    var old = person.id();
                    return REDIS.scripts(() -> {
                        person.get(a, "/rotate");
                        awaitRemovalFromIndex(old);
                    });
                })
                .min()
                .orElseThrow();
    }

    private static void awaitRemovalFromIndex(String old) {
        try {
            Eventually.within(
                    Duration.ofSeconds(5), () -> REDIS.command("ZSCORE", "vedfolnir:user:renamed", old) == null);
        } catch (Exception e) {
            throw new AssertionError("The old id stays in the user's index.", e);
        }
    }

    /** A master gets each script at its first use, which costs one more command. */
    private static void loadScripts() {
        for (var i = 0; i < 30; i++) {
            var other = new Browser();
            other.get(a, "/set?name=user_id&value=counted-" + i);
            other.get(a, "/rotate");
            other.get(a, "/invalidate");
        }
    }

    @Test
    void movesASessionWithItsPartsAndInvalidatesTheOldIdOnAnIdChange() {
        visitor.get(a, "/set?name=color&value=blue");
        visitor.get(a, "/set?name=large&value=" + "x".repeat(20_000));
        var old = visitor.copy();
        assertThat(visitor.get(b, "/rotate").body()).isEqualTo("rotated");

        assertThat(visitor.id()).isNotEqualTo(old.id());
        assertThat(visitor.get(a, "/get?name=color").body()).isEqualTo("blue");
        assertThat(visitor.get(a, "/get?name=large").body()).hasSize(20_000);
        assertThat(old.get(a, "/get?name=color").body()).isEqualTo("no session");
        assertThat(old.get(b, "/get?name=color").body()).isEqualTo("no session");
        var left = String.valueOf(REDIS.command("KEYS", "*" + old.id() + "*"));
        assertThat(left).as("keys of the old id: the tombstone only").endsWith(old.id());
        assertThat(REDIS.command("GET", left)).contains("_moved");
    }

    @Test
    void endsASessionOnAllNodesAndDeletesItsKeys() throws Exception {
        visitor.get(a, "/set?name=user_id&value=cluster-user");
        visitor.get(b, "/get?name=user_id");
        assertThat(visitor.get(a, "/sessions?name=cluster-user").body()).isEqualTo("1 sessions");
        var copy = visitor.copy();
        visitor.get(a, "/invalidate");

        assertThat(copy.get(b, "/get?name=user_id").body()).isEqualTo("no session");
        assertThat(visitor.get(a, "/sessions?name=cluster-user").body()).isEqualTo("0 sessions");
        var left = String.valueOf(REDIS.command("KEYS", "*" + copy.id() + "*"));
        assertThat(left).as("keys of the ended session: the tombstone only").endsWith(copy.id());
        assertThat(REDIS.command("GET", left)).contains("_ended");
        var expiries = left.replace("session:", "expiries:").replace(":" + copy.id(), "");
        assertThat(REDIS.command("EXISTS", expiries.replace("expiries:", "events:")))
                .as("the slot of both keys")
                .isEqualTo("1");
        assertThat(REDIS.command("ZSCORE", expiries, copy.id())).isNull();
        Eventually.within(
                Duration.ofSeconds(5), () -> REDIS.command("ZSCORE", "vedfolnir:user:cluster-user", copy.id()) == null);
    }

    /** A failover of one master may lose the entry and keep the session, which another master has. */
    @Test
    void restoresALostEntryInTheUsersIndexIfTheSessionIsUsed() throws Exception {
        visitor.get(a, "/set?name=user_id&value=lost-user");
        REDIS.command("DEL", "vedfolnir:user:lost-user");

        Eventually.within(Duration.ofSeconds(10), () -> {
            assertThat(visitor.get(b, "/get?name=user_id").body()).isEqualTo("lost-user");
            return visitor.get(a, "/sessions?name=lost-user").body().equals("1 sessions");
        });
    }

    @Test
    void keepsTheAttributesOfConcurrentRequests() {
        visitor.get(a, "/create");
        Crowd.of(8, each -> {
                    var mine = visitor.copy();
                    for (var i = 0; i < 10; i++) {
                        assertThat(mine.get(i % 2 == 0 ? a : b, "/write?name=n" + each + "&value=" + i)
                                        .body())
                                .isEqualTo("set");
                    }
                })
                .join();
        IntStream.range(0, 8)
                .forEach(each ->
                        assertThat(visitor.get(b, "/get?name=n" + each).body()).isEqualTo("9"));
    }

    /** Existing sessions and new ones: the ids of new ones are chosen in the shards of the other masters. */
    @Test
    void servesSessionsOfOtherMastersWhileOneIsAway() throws Exception {
        var visitors = IntStream.range(0, 60).mapToObj(each -> new Browser()).toList();
        visitors.forEach(each -> each.get(a, "/set?name=color&value=red"));
        var frozen = REDIS.ports().get(0);
        var elsewhere = visitors.stream()
                .filter(each -> REDIS.portOf(key(each)) != frozen)
                .toList();
        var known = visitors.stream().filter(each -> !elsewhere.contains(each)).findAny();
        RealTopology.whileFrozen(frozen, () -> {
            IntStream.range(0, 3).forEach(i -> assertThat(
                            known.orElseThrow().get(a, "/get?name=color").statusCode())
                    .isEqualTo(503));
            for (var visitor : elsewhere) {
                assertThat(visitor.get(a, "/get?name=color").body()).isEqualTo("red");
                assertThat(visitor.get(a, "/rotate").body()).isEqualTo("rotated");
                assertThat(new Browser().get(a, "/set?name=color&value=blue").statusCode())
                        .isEqualTo(200);
            }
        });
        for (var node : List.of(a, b)) {
            Eventually.within(Duration.ofSeconds(5), () -> known.orElseThrow()
                    .get(node, "/get?name=color")
                    .body()
                    .equals("red"));
        }
    }

    /** After a takeover of a user's account, all reachable sessions end, and the caller learns that some are not reachable. */
    @Test
    void endsSessionsOfOtherMastersWhileOneIsAway() throws Exception {
        var visitors = IntStream.range(0, 30).mapToObj(each -> new Browser()).toList();
        visitors.forEach(each -> each.get(a, "/set?name=user_id&value=kim"));
        var frozen = REDIS.ports().stream()
                .filter(port -> port != REDIS.portOf("vedfolnir:user:kim"))
                .findFirst()
                .orElseThrow();
        var elsewhere = visitors.stream()
                .filter(each -> REDIS.portOf(key(each)) != frozen)
                .toList();
        assertThat(elsewhere).as("sessions on other masters").isNotEmpty().hasSizeLessThan(visitors.size());
        RealTopology.whileFrozen(frozen, () -> {
            assertThatThrownBy(() -> a.registry().endAll("kim", "", EndReason.ENDED_BY_USER))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThat(elsewhere)
                    .allMatch(each -> each.get(b, "/get?name=user_id").body().equals("no session"));
        });
        Eventually.within(Duration.ofSeconds(5), () -> {
            try {
                a.registry().endAll("kim", "", EndReason.ENDED_BY_USER);
                return true;
            } catch (StoreUnavailableException e) {
                return false; // its circuit breaker is open still
            }
        });
        // the other node has its own circuit breaker
        Eventually.within(Duration.ofSeconds(5), () -> visitors.stream()
                .allMatch(each -> each.get(b, "/get?name=user_id").body().equals("no session")));
    }

    /** For each master: the health check must not depend on the one that has its key. */
    @Test
    void answersHealthChecksWhileAMasterIsAway() throws Exception {
        new Browser().get(a, "/create");
        assertThat(a.manager().getActiveSessionsCoverage()).isEqualTo("3 of 3");
        for (var frozen : REDIS.ports()) {
            RealTopology.whileFrozen(frozen, () -> {
                assertThat(a.registry().health().up()).isTrue();
                assertThat(a.manager().getActiveSessionsCoverage()).isEqualTo("2 of 3");
                assertThat(a.manager().getActiveSessions())
                        .isEqualTo(a.manager().listSessionIds().split(" ").length);
                assertThatThrownBy(() -> a.manager().getSession("000000000000"))
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining("2 of 3");
            });
            Eventually.within(
                    Duration.ofSeconds(5),
                    () -> a.manager().getActiveSessionsCoverage().equals("3 of 3"));
        }
        assertThat(a.manager().getSession("000000000000")).isNull();
    }

    private static String key(Browser visitor) {
        return String.valueOf(REDIS.command("KEYS", "vedfolnir:session:*" + visitor.id()));
    }

    @Test
    void findsEachOfAFewHundredSessionsInAllSlots() throws Exception {
        var visitors = IntStream.range(0, 200).mapToObj(each -> new Browser()).toList();
        visitors.forEach(each -> each.get(a, "/create"));
        visitors.forEach(
                each -> assertThat(each.get(b, "/get?name=user_id").body()).isEqualTo("1"));
        assertThat(a.registry().health().up()).isTrue();
        // the last diagnosis may be of a moment in which another test had suspended a master
        Eventually.within(Duration.ofSeconds(10), () -> {
            a.manager().processExpires();
            return a.registry().health().concerns().stream()
                            .filter(each -> each.contains("append-only file"))
                            .count()
                    == 3; // one for each master
        });
    }
}
