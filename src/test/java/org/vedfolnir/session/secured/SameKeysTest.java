package org.vedfolnir.session.secured;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.engine.ReloadingKeyRing;
import org.vedfolnir.session.engine.health.StoreHealthMonitor;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Logged;

/** If two nodes have different keys of the same name, both log it at the start, with what to compare. */
class SameKeysTest {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    private static final String RIGHT = KeyRing.generate();
    private static final String WRONG = KeyRing.generate();

    private final Logged watch = new Logged(StoreHealthMonitor.class.getName());
    private final Logged keys = new Logged(ReloadingKeyRing.class.getName());
    private Node node;

    SameKeysTest() throws Exception {
        REDIS.command("DEL", "vedfolnir:keys");
        node = new Node(REDIS.url(), RIGHT);
    }

    @BeforeEach
    void isGood() {
        assertThat(node.registry().health().concerns()).isEmpty();
    }

    @AfterEach
    void close() throws Exception {
        node.close();
        List.of(watch, keys).forEach(Logged::close);
    }

    private List<String> aboutKeys() {
        return watch.messages().stream()
                .filter(message -> message.contains("is not the key"))
                .toList();
    }

    @Test
    void warnsOnBothNodesOnceOfDifferentKeysOfOneNameAndReportsTheEnd() throws Exception {
        try (var other = new Node(REDIS.url(), WRONG)) {
            for (var i = 0; i < 3; i++) {
                other.manager().processExpires();
                node.manager().processExpires();
            }
            for (var each : List.of(node, other)) {
                assertThat(each.registry().health().concerns())
                        .singleElement()
                        .asString()
                        .contains("The key k1 of this node", "compare their files (sha256sum)");
            }
            assertThat(aboutKeys()).hasSize(2).allMatch(message -> message.startsWith("DEGRADED: The key k1"));
            assertThat(String.join("", aboutKeys())).doesNotContain(RIGHT.substring(3), WRONG.substring(3));
        }
        // an announced key counts for a minute
        REDIS.command("DEL", "vedfolnir:keys");
        node.manager().processExpires();
        assertThat(node.registry().health().concerns()).isEmpty();
        assertThat(aboutKeys()).hasSize(3).last().asString().startsWith("No longer so: ");
    }

    @Test
    void reportsNothingForTheSameKeysOrOtherNames() throws Exception {
        try (var same = new Node(REDIS.url(), RIGHT);
                var next = new Node(REDIS.url(), WRONG.replaceFirst("k1", "k2") + "," + RIGHT)) {
            for (var each : List.of(node, same, next)) {
                each.manager().processExpires();
                assertThat(each.registry().health().concerns()).isEmpty();
            }
        }
        assertThat(aboutKeys()).isEmpty();
    }

    @Test
    void ignoresAndRemovesKeysAnnouncedMoreThanAMinuteAgo() {
        REDIS.command(
                "ZADD", "vedfolnir:keys", String.valueOf(System.currentTimeMillis() - 60_500), "k1:0123456789abcdef");
        node.manager().processExpires();

        assertThat(node.registry().health().concerns()).isEmpty();
        assertThat(REDIS.command("ZCARD", "vedfolnir:keys")).isEqualTo("1");
        assertThat(REDIS.ttl("vedfolnir:keys")).isBetween(1L, 60_000L);
    }

    @Test
    void storesNothingInRedisThatRevealsAKey() {
        var stored = String.valueOf(REDIS.command("ZRANGE", "vedfolnir:keys", "0", "-1"));

        assertThat(stored).matches("k1:[0-9a-f]{16}");
    }

    @Test
    void warnsOnceOfSessionsThatDoNotOpenWithWhatToCompare() throws Exception {
        try (var other = new Node(REDIS.url(), WRONG)) {
            for (var i = 0; i < 3; i++) {
                var visitor = new Browser();
                visitor.get(node, "/create");
                assertThat(visitor.get(other, "/get?name=user_id").body()).isEqualTo("no session");
            }
        }
        assertThat(keys.messages())
                .singleElement()
                .asString()
                .contains("does not open with the key k1 of this node", "Do all nodes have the same file?");
    }
}
