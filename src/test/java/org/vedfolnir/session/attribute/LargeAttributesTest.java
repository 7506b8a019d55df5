package org.vedfolnir.session.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.DestroyedSessions;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.session.node.Traffic;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.testing.Browser;

/** A large attribute is stored beside its session's document, and costs only the requests that read it. Each test runs plain and sealed. */
class LargeAttributesTest {

    @RegisterExtension
    static final Cluster SEALED = Cluster.quiet(KeyRing.generate());

    @RegisterExtension
    static final Cluster PLAIN = Cluster.quiet("");

    private static final int LARGE = 100 * 1024;
    private static final int TIMES = 20;
    private static final int ROUNDS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A visitor whose session has an attribute of 100 KB of random text, created on the first node. */
    private static Browser large(Cluster cluster) {
        var visitor = new Browser();
        visitor.get(cluster.a(), "/set?name=user_id,username,role,csrf&value=0123456789abcdef");
        set(cluster.a(), visitor, "large", 1);
        return visitor;
    }

    private static void set(Node node, Browser visitor, String name, int seed) {
        assertThat(visitor.get(node, "/large?name=" + name + "&size=" + LARGE + "&seed=" + seed)
                        .body())
                .isEqualTo("set");
    }

    private static String read(Node node, Browser visitor, String name) {
        return visitor.get(node, "/digest?name=" + name).body();
    }

    private static String expected(int seed) {
        return ProbeServlet.digest(ProbeServlet.noise(LARGE, seed));
    }

    private static String part(Browser visitor, int number) {
        return "{" + Cluster.key(visitor) + "}:part:" + number;
    }

    @Test
    void transfersLittleIfASmallAttributeOfALargeSessionChanges() {
        for (var cluster : new Cluster[] {PLAIN, SEALED}) {
            var visitor = large(cluster);
            var bytes = new Traffic(cluster.redis());

            var calls = cluster.redis().roundTrips(() -> {
                for (var i = 0; i < TIMES; i++) {
                    visitor.get(cluster.a(), "/write?name=small&value=" + i);
                }
            });

            assertThat(calls).isEqualTo(2 * TIMES);
            assertThat(bytes.perRequest(TIMES)).as("bytes per request").isLessThan(2048);
            assertThat(read(cluster.b(), visitor, "large")).isEqualTo(expected(1));
        }
    }

    @Test
    void readsALargeAttributeOnDemandUnlessCached() {
        for (var cluster : new Cluster[] {PLAIN, SEALED}) {
            var visitor = large(cluster);

            assertThat(cluster.redis().roundTrips(() -> visitor.get(cluster.b(), "/get?name=role")))
                    .as("request without the attribute")
                    .isEqualTo(1);
            assertThat(cluster.redis().roundTrips(() -> read(cluster.b(), visitor, "large")))
                    .as("first request with the attribute")
                    .isEqualTo(2);
            assertThat(cluster.redis().roundTrips(() -> assertThat(read(cluster.b(), visitor, "large"))
                            .isEqualTo(expected(1))))
                    .as("cached attribute")
                    .isEqualTo(1);
            visitor.get(cluster.a(), "/write?name=small&value=1");
            assertThat(cluster.redis().roundTrips(() -> read(cluster.b(), visitor, "large")))
                    .as("cached attribute after another node changed another one")
                    .isEqualTo(1);
        }
    }

    @Test
    void doesNotSendAnUnchangedLargeValueAgain() {
        var visitor = large(PLAIN);
        var bytes = new Traffic(PLAIN.redis());

        for (var i = 0; i < TIMES; i++) {
            visitor.get(PLAIN.a(), "/large?name=large&size=" + LARGE + "&seed=1&and=" + i);
        }

        assertThat(bytes.perRequest(TIMES)).isLessThan(2048);
        assertThat(PLAIN.version(visitor))
                .as("version after saves of the other attribute")
                .isGreaterThan(TIMES);
    }

    @Test
    void savesAnInPlaceChangeOfALargeObject() {
        var visitor = large(SEALED);
        visitor.get(SEALED.a(), "/longlist?name=list&size=3000");
        visitor.get(SEALED.b(), "/append?name=list&value=last");

        assertThat(SEALED.redis().exists(part(visitor, 2))).isTrue();
        assertThat(visitor.get(SEALED.a(), "/size?name=list").body()).isEqualTo("3001");
        assertThat(SEALED.redis().roundTrips(() -> visitor.get(SEALED.a(), "/size?name=list")))
                .as("version after a read")
                .isEqualTo(1);
    }

    @Test
    void readsTheCurrentAttributeWithAnOlderDocument() {
        for (var cluster : new Cluster[] {PLAIN, SEALED}) {
            for (var change : new String[] {
                "/large?name=large&size=" + LARGE + "&seed=2", "/set?name=large&value=small", "/remove?name=large"
            }) {
                var visitor = large(cluster);
                var reading = visitor.copy().later(cluster.b(), "/digest?name=large&meet=replaced");
                var meeting = ProbeServlet.met("replaced");
                visitor.get(cluster.a(), change);
                meeting.arriveAndAwaitAdvance();
                ProbeServlet.MEETINGS.clear();

                var seen = reading.join().body();
                assertThat(seen).as(change).isEqualTo(read(cluster.a(), visitor, "large"));
                assertThat(seen).isNotEqualTo(expected(1));
            }
        }
    }

    @Test
    void keepsBothLargeAttributesOfConcurrentRequests() {
        for (var cluster : new Cluster[] {PLAIN, SEALED}) {
            var visitor = large(cluster);
            for (var round = 0; round < ROUNDS; round++) {
                var path = "/large?size=" + LARGE + "&seed=" + (100 + round);
                var onA = visitor.copy().later(cluster.a(), path + "&name=a" + round);
                var onB = visitor.copy().later(cluster.b(), path + "&name=b" + round);
                assertThat(onA.join().body() + onB.join().body()).isEqualTo("setset");
            }
            for (var round = 0; round < ROUNDS; round++) {
                assertThat(read(cluster.b(), visitor, "a" + round)).isEqualTo(expected(100 + round));
                assertThat(read(cluster.a(), visitor, "b" + round)).isEqualTo(expected(100 + round));
            }
        }
    }

    @Test
    void movesPartsOnAnIdChangeWithoutSendingThem() {
        for (var cluster : new Cluster[] {PLAIN, SEALED}) {
            var visitor = large(cluster);
            var before = part(visitor, 1);
            var bytes = new Traffic(cluster.redis());

            visitor.get(cluster.b(), "/rotate");

            assertThat(bytes.perRequest(1)).isLessThan(8192);
            assertThat(cluster.redis().exists(before)).isFalse();
            assertThat(read(cluster.a(), visitor, "large")).isEqualTo(expected(1));
            assertThat(read(cluster.b(), visitor, "large")).isEqualTo(expected(1));
        }
    }

    @Test
    void deletesThePartsOfRemovedAndShrunkAttributes() {
        var visitor = large(SEALED);
        set(SEALED.a(), visitor, "second", 2);
        set(SEALED.a(), visitor, "third", 3);

        visitor.get(SEALED.b(), "/remove?name=large");
        visitor.get(SEALED.b(), "/set?name=third&value=small");

        assertThat(SEALED.redis().exists(part(visitor, 1))).isFalse();
        assertThat(SEALED.redis().exists(part(visitor, 3))).isFalse();
        assertThat(read(SEALED.a(), visitor, "second")).isEqualTo(expected(2));
        set(SEALED.a(), visitor, "fourth", 4);
        assertThat(SEALED.redis().exists(part(visitor, 1)))
                .as("key of the free number")
                .isTrue();
    }

    @Test
    void answers503IfTheSessionEndsBeforeALargeAttributeIsRead() throws Exception {
        try (var cold = SEALED.cold()) {
            for (var way : List.of("/rotate", "/invalidate")) {
                var visitor = large(SEALED);
                var reading = visitor.copy().later(cold, "/get?name=large&meet=gone" + way);
                var meeting = ProbeServlet.met("gone" + way);

                visitor.get(SEALED.b(), way);
                meeting.arriveAndAwaitAdvance();

                assertThat(reading.join().statusCode())
                        .as("status instead of a 200 without the attribute")
                        .isEqualTo(503);
            }
        }
    }

    @Test
    void deletesPartsWithTheirSessionAfterListenersHaveReadThem() {
        for (var cluster : new Cluster[] {PLAIN, SEALED}) {
            large(cluster).get(cluster.a(), "/invalidate"); // Redis knows the script from here on
            for (var node : new Node[] {cluster.a(), cluster.b()}) {
                var visitor = new Browser();
                var color = "ended " + ProbeServlet.noise(8000, node.port());
                visitor.get(cluster.a(), "/set?name=color&value=" + Browser.encoded(color));
                assertThat(cluster.redis().exists(part(visitor, 1))).isTrue();

                assertThat(cluster.redis().roundTrips(() -> visitor.get(node, "/invalidate")))
                        .isEqualTo(2);

                assertThat(DestroyedSessions.times(color)).isEqualTo(1);
                assertThat(cluster.redis().exists(part(visitor, 1))).isFalse();
            }
        }
    }

    @Test
    void letsListenersReadPartsOfAnExpiredSession() throws Exception {
        var visitor = new Browser();
        var color = "expired " + ProbeServlet.noise(8000, 5);
        visitor.get(SEALED.a(), "/set?name=color&value=" + Browser.encoded(color));
        visitor.get(SEALED.a(), "/idle?value=1");

        Eventually.within(PATIENCE, () -> {
            SEALED.b().manager().processExpires();
            return DestroyedSessions.times(color) == 1;
        });

        assertThat(SEALED.redis().exists(part(visitor, 1))).isFalse();
    }

    @Test
    void rejectsAMovedSwappedOrRolledBackPart() throws Exception {
        var visitor = large(SEALED);
        set(SEALED.a(), visitor, "second", 2);
        var other = large(SEALED);
        var old = SEALED.redis().value(part(visitor, 1));
        set(SEALED.a(), visitor, "large", 3);

        try (var cold = SEALED.cold()) {
            for (var planted : new String[] {
                old,
                SEALED.redis().value(part(visitor, 2)),
                SEALED.redis().value(part(other, 1)),
                "\"plain\"",
                "{}",
                "x"
            }) {
                SEALED.redis().command("SET", part(visitor, 1), planted);
                assertThat(read(cold, visitor, "large")).isEqualTo("null");
                assertThat(read(cold, visitor, "second"))
                        .as("status of the session")
                        .isEqualTo(expected(2));
            }
        }
    }

    /** The part may return, and a default that replaces it would destroy it. */
    @Test
    void doesNotReportAMissingPartAsUnset() throws Exception {
        var visitor = large(SEALED);
        var value = SEALED.redis().value(part(visitor, 1));
        SEALED.redis().command("DEL", part(visitor, 1));

        try (var cold = SEALED.cold()) {
            assertThat(visitor.get(cold, "/get?name=large").statusCode()).isEqualTo(503);
            SEALED.redis().command("SET", part(visitor, 1), value);
            assertThat(read(cold, visitor, "large")).isEqualTo(expected(1));
        }
    }

    @Test
    void resealsAPartIfItsKeyIsReplaced() throws Exception {
        var key = Pattern.compile("k\\d:(.*)").matcher(KeyRing.generate());
        assertThat(key.matches()).isTrue();
        var before = KeyRing.generate();
        var after = "k2:" + key.group(1);
        var visitor = new Browser();
        try (var first = new Node(SEALED.redis().url(), before)) {
            visitor.get(first, "/create");
            set(first, visitor, "large", 1);
        }
        try (var rotating = new Node(SEALED.redis().url(), after + "," + before)) {
            assertThat(read(rotating, visitor, "large")).isEqualTo(expected(1));
            visitor.get(rotating, "/write?name=small&value=1");
        }
        try (var last = new Node(SEALED.redis().url(), after)) {
            assertThat(read(last, visitor, "large")).isEqualTo(expected(1));
        }
    }

    @Test
    void storesEverythingInTheDocumentIfPartsAreOff() throws Exception {
        try (var node = new Node(SEALED.redis().url(), "", manager -> manager.setPartBytes("0"))) {
            var visitor = new Browser();
            set(node, visitor, "large", 1);

            assertThat(SEALED.redis().exists(part(visitor, 1))).isFalse();
            assertThat(SEALED.redis().value(Cluster.key(visitor)))
                    .contains("\"format\":1")
                    .hasSizeGreaterThan(LARGE);
            assertThat(read(node, visitor, "large")).isEqualTo(expected(1));
        }
    }
}
