package org.vedfolnir.session.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.NodePair;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.MovingSlot;
import org.vedfolnir.session.store.redis.RealCluster;
import org.vedfolnir.session.store.redis.StoredKeys.Stored;
import org.vedfolnir.testing.Browser;

/**
 * A session's slot moves to another master and pauses in between. Each change is answered 200 and made completely, or answered 503 and not made
 * at all, and everything is intact after the move.
 */
class HeldSlotTest {

    @RegisterExtension
    static final RealCluster REDIS = RealCluster.withReplicas();

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LARGE = 20_000;
    private static final AtomicInteger USERS = new AtomicInteger();

    private static NodePair plain;
    private static NodePair sealed;

    @BeforeAll
    static void start() throws Exception {
        // long enough that no reply is lost on a busy machine
        plain = NodePair.over(REDIS.configuration(), "", manager -> manager.setCommandTimeout("500ms"));
        sealed =
                NodePair.over(REDIS.configuration(), KeyRing.generate(), manager -> manager.setCommandTimeout("500ms"));
    }

    @AfterAll
    static void stop() throws Exception {
        plain.close();
        sealed.close();
    }

    @BeforeEach
    void awaitServing() throws Exception {
        plain.awaitServing();
        sealed.awaitServing();
    }

    /** The keys that have moved already. */
    enum Moved {
        NOTHING,
        DOCUMENT,
        PARTS,
        ALL;

        boolean has(String key) {
            return this == ALL
                    || (this == PARTS && key.contains(":part:"))
                    || (this == DOCUMENT && !key.contains(":part:"));
        }
    }

    /** The action of a visitor while the slot is paused. */
    enum Act {
        READ_LARGE("/digest?name=large"),
        SET_SMALL("/write?name=color&value=red"),
        SET_NEW_LARGE("/large?name=second&seed=3&size=" + LARGE),
        SET_LARGE("/large?name=large&seed=2&size=" + LARGE),
        SET_BOTH("/large?name=large&seed=2&and=more&size=" + LARGE),
        DROP_LARGE("/remove?name=large"),
        CHANGE_ID("/rotate"),
        SIGN_OUT("/invalidate"),
        /** For a session with a locator: all keys of the script are on one side, so it reaches its writes. */
        SIGN_OUT_UNDER_ANOTHER_ID("/invalidate");

        private final String path;

        Act(String path) {
            this.path = path;
        }
    }

    static Stream<Arguments> cases() {
        return Arrays.stream(Act.values()).flatMap(act -> Arrays.stream(Moved.values())
                .flatMap(moved -> seals(act).map(seals -> Arguments.of(act, moved, seals))));
    }

    /** If the document moves with its parts, sealing may make a difference. */
    private static Stream<Boolean> seals(Act act) {
        return act == Act.SET_LARGE || act == Act.CHANGE_ID ? Stream.of(false, true) : Stream.of(false);
    }

    /** The content of a session, as a node's pages show it. */
    private record Shown(String color, String large, String second, String and) {

        static final Shown BEFORE = new Shown("blue", digest(1), "null", "null");
        static final Shown NOBODY = new Shown("no session", "no session", "no session", "no session");

        static Shown on(Node node, Browser visitor) throws Exception {
            return new Shown(
                    read(node, visitor, "color"),
                    read(node, visitor, "large"),
                    read(node, visitor, "second"),
                    read(node, visitor, "and"));
        }

        private static String read(Node node, Browser visitor, String name) throws Exception {
            return ProbeServlet.digest(
                    answered(node, visitor, "/get?name=" + name).body());
        }

        Shown after(Act act) {
            return switch (act) {
                case READ_LARGE, CHANGE_ID -> this;
                case SET_SMALL -> new Shown("red", large, second, and);
                case SET_NEW_LARGE -> new Shown(color, large, digest(3), and);
                case SET_LARGE -> new Shown(color, digest(2), second, and);
                case SET_BOTH -> new Shown(color, digest(2), second, "more");
                case DROP_LARGE -> new Shown(color, "null", second, and);
                case SIGN_OUT, SIGN_OUT_UNDER_ANOTHER_ID -> NOBODY;
            };
        }
    }

    private static String digest(int seed) {
        return ProbeServlet.digest(ProbeServlet.noise(LARGE, seed));
    }

    /** The paused slot may have opened the circuit breaker for a moment. */
    private static HttpResponse<String> answered(Node node, Browser visitor, String path) throws Exception {
        var answers = new HttpResponse<?>[1];
        Eventually.within(PATIENCE, () -> {
            answers[0] = visitor.get(node, path);
            return answers[0].statusCode() != 503;
        });
        @SuppressWarnings("unchecked")
        var answer = (HttpResponse<String>) answers[0];
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }

    @ParameterizedTest(name = "{0} while {1} has moved, sealed {2}")
    @MethodSource("cases")
    void makesAChangeCompletelyOrNotAtAll(Act act, Moved moved, boolean seals) throws Exception {
        var pair = seals ? sealed : plain;
        var visitor = new Browser();
        var user = "held-" + USERS.incrementAndGet();
        answered(pair.a(), visitor, "/set?name=user_id&value=" + user);
        answered(pair.a(), visitor, "/set?name=color&value=blue");
        answered(pair.a(), visitor, "/large?name=large&seed=1&size=" + LARGE);
        if (act == Act.SIGN_OUT_UNDER_ANOTHER_ID) {
            answered(pair.a(), visitor, "/rotate");
        }

        var slot = held(visitor, moved);
        var before = visitor.copy();
        var version = version(visitor);
        var answer = visitor.get(pair.a(), act.path);
        assertThat(answer.statusCode()).isIn(200, 503);
        var expected = answer.statusCode() == 200 ? Shown.BEFORE.after(act) : Shown.BEFORE;
        if (answer.statusCode() == 503) {
            assertThat(visitor.cookie()).isEqualTo(before.cookie());
            assertThat(version(visitor)).as("version of the document").isEqualTo(version);
        } else if (act == Act.READ_LARGE) {
            assertThat(answer.body()).isEqualTo(digest(1));
        }
        assertThat(visitor.copy().get(pair.b(), "/get?name=large"))
                .satisfies(read -> assertThat(read.statusCode() == 503
                                || ProbeServlet.digest(read.body()).equals(expected.large()))
                        .as("while the slot is paused, the other node shows " + read.statusCode() + " "
                                + ProbeServlet.digest(read.body()))
                        .isTrue());

        slot.finish();
        assertThat(Shown.on(pair.a(), visitor.copy()))
                .as("answered " + answer.statusCode())
                .isEqualTo(expected);
        assertThat(Shown.on(pair.b(), visitor.copy()))
                .as("answered " + answer.statusCode())
                .isEqualTo(expected);
        if (act == Act.CHANGE_ID && answer.statusCode() == 200) {
            assertThat(Shown.on(pair.b(), before)).isEqualTo(Shown.NOBODY);
        }
        assertNothingIsLeft(
                before.id(), expected.equals(Shown.NOBODY) || !visitor.id().equals(before.id()));
        assertThat(ended(user)).isEqualTo(expected.equals(Shown.NOBODY) ? 1 : 0);
        assertThat(answered(pair.b(), visitor, "/set?name=color&value=green").body())
                .isEqualTo("set");
    }

    /** A sealed document has it in clear text too. */
    private static String version(Browser visitor) {
        return REDIS.keys()
                .session(visitor.id())
                .map(each -> each.head().replaceFirst("^\\{\"_version\":(\\d+),[\\s\\S]*", "$1"))
                .orElse("none");
    }

    private static MovingSlot held(Browser visitor, Moved moved) {
        var keys = REDIS.keys().of(visitor.id());
        var slot = REDIS.facts()
                .slot(REDIS.keys().session(visitor.id()).orElseThrow().key());
        var from = REDIS.facts().masterOf(slot);
        var to = REDIS.facts().masters().stream()
                .filter(each -> each != from)
                .findFirst()
                .orElseThrow();
        var moving = REDIS.operator().begin(slot, to);
        keys.stream().map(Stored::key).filter(key -> moved.has(key)).forEach(moving::move);
        return moving;
    }

    private static void assertNothingIsLeft(String id, boolean over) {
        var left = REDIS.keys().of(id);
        if (over) {
            assertThat(left).noneMatch(Stored::isDocument).noneMatch(Stored::isPart);
        }
        assertThat(left).filteredOn(Stored::isString).allMatch(each -> each.timeToLive() > 0);
        assertThat(left).extracting(Stored::key).doesNotHaveDuplicates();
    }

    private static long ended(String user) {
        return REDIS.keys().events().stream()
                .filter(each -> "session_ended".equals(each.get("type")) && user.equals(each.get("user")))
                .map(each -> each.get("id"))
                .distinct()
                .count();
    }

    /** New sessions in paused slots: no key has moved yet, and all slots of one master are moving. */
    @Test
    void createsASessionInAMovingSlotOrLeavesNothing() throws Exception {
        var from = REDIS.facts().masters().get(0);
        var to = REDIS.facts().masters().get(1);
        var slots = REDIS.facts().slots(from);
        var held = REDIS.operator().begin(slots.subList(1, slots.size()), from, to);
        var visitors = Stream.generate(Browser::new).limit(30).toList();
        var prefix = "begun-" + USERS.incrementAndGet() + "-";
        var served = 0;
        try {
            for (var each : visitors) {
                var status = each.get(plain.a(), "/set?name=user_id&value=" + prefix + visitors.indexOf(each))
                        .statusCode();
                assertThat(status).isIn(200, 503);
                assertThat(each.cookie() != null).isEqualTo(status == 200);
                served += status == 200 ? 1 : 0;
            }
        } finally {
            held.finish();
        }
        for (var each : visitors.stream().filter(one -> one.cookie() != null).toList()) {
            assertThat(answered(plain.b(), each, "/get?name=user_id").body())
                    .isEqualTo(prefix + visitors.indexOf(each));
        }
        var created = REDIS.keys().events().stream()
                .filter(each -> "session_created".equals(each.get("type"))
                        && String.valueOf(each.get("user")).startsWith(prefix))
                .toList();
        assertThat(created)
                .as("one event for each session that was answered 200, and no other")
                .hasSize(served);
        assertThat(served)
                .as("sessions on the other masters, whose slots do not move")
                .isGreaterThanOrEqualTo(10);
    }
}
