package org.vedfolnir.session.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.settings.ManagerSettings;
import org.vedfolnir.session.settings.StoredIds;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.testing.Browser;

/** With a key for ids, no data in Redis opens a session. */
class HashedIdsTest {

    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster(KeyRing.generate(), manager -> manager.setHashedIds(KEY));

    private final Browser visitor = new Browser();

    @Test
    void servesASessionOnBothNodesFromStartToEnd() {
        visitor.get(CLUSTER.a(), "/set?name=user_id&value=hashed-life");
        var first = visitor.copy();
        assertThat(visitor.get(CLUSTER.b(), "/get?name=user_id").body()).isEqualTo("hashed-life");

        visitor.get(CLUSTER.b(), "/rotate");
        assertThat(visitor.id()).isNotEqualTo(first.id());
        assertThat(first.get(CLUSTER.a(), "/get?name=user_id").body()).isEqualTo("no session");
        assertThat(visitor.get(CLUSTER.a(), "/get?name=user_id").body()).isEqualTo("hashed-life");
        assertThat(CLUSTER.a().registry().sessionsOf("hashed-life")).hasSize(1);

        visitor.copy().get(CLUSTER.a(), "/invalidate");
        assertThat(visitor.get(CLUSTER.b(), "/get?name=user_id").body()).isEqualTo("no session");
        assertThat(CLUSTER.b().registry().sessionsOf("hashed-life")).isEmpty();
    }

    @Test
    void storesNoIdOfACookieAndOpensNoSessionByAStoredId() {
        var ids = new ArrayList<String>();
        for (var i = 0; i < 5; i++) {
            var each = new Browser();
            each.get(CLUSTER.a(), "/set?name=user_id&value=hashed-" + i);
            ids.add(each.id());
            each.get(CLUSTER.b(), "/rotate");
            each.get(CLUSTER.b(), "/set?name=large&value=" + "x".repeat(5000));
            ids.add(each.id());
        }

        var dump = dump();
        assertThat(dump).as("keys and values in Redis").hasSizeGreaterThan(15);
        assertThat(dump).allSatisfy(each -> assertThat(each).doesNotContain(ids));
        var stored = keys().stream()
                .filter(key -> key.startsWith("vedfolnir:session:"))
                .map(key -> key.substring("vedfolnir:session:".length()))
                .toList();
        assertThat(stored).isNotEmpty().allSatisfy(id -> assertThat(new Browser()
                        .with("JSESSIONID=" + id)
                        .get(CLUSTER.a(), "/get?name=user_id")
                        .body())
                .isEqualTo("no session"));
    }

    private static List<String> keys() {
        return String.valueOf(CLUSTER.redis().command("KEYS", "*")).lines().toList();
    }

    /** Keys and values of every type. */
    private static List<String> dump() {
        var all = new ArrayList<String>();
        for (var key : keys()) {
            var type = String.valueOf(CLUSTER.redis().command("TYPE", key));
            all.add(key);
            all.add(
                    switch (type) {
                        case "string" -> CLUSTER.redis().value(key);
                        case "zset" -> String.valueOf(CLUSTER.redis().command("ZRANGE", key, "0", "-1"));
                        case "stream" -> String.valueOf(CLUSTER.redis().command("XRANGE", key, "-", "+"));
                        case "hash" -> String.valueOf(CLUSTER.redis().command("HGETALL", key));
                        default -> throw new AssertionError("Unknown type " + type + ".");
                    });
        }
        return all;
    }

    @Test
    void notifiesListenersOnceOfAnEndWithItsAttributes() throws Exception {
        visitor.get(CLUSTER.a(), "/set?name=user_id&value=hashed-end");
        var handle = CLUSTER.b().registry().sessionsOf("hashed-end").get(0).handle();

        assertThat(CLUSTER.b().registry().end("hashed-end", handle, EndReason.ENDED_BY_OPERATOR))
                .isTrue();

        assertThat(visitor.get(CLUSTER.a(), "/get?name=user_id").body()).isEqualTo("no session");
        Eventually.within(Duration.ofSeconds(5), () -> dump().stream()
                .noneMatch(each -> each.contains("hashed-end") && each.startsWith("vedfolnir:user:")));
    }

    @Test
    void findsASessionByItsIdAndByItsReferenceForAnOperator() {
        visitor.get(CLUSTER.a(), "/set?name=color&value=blue");
        var manager = CLUSTER.a().manager();
        var stored = StoredIds.parse(KEY).of(visitor.id());

        assertThat(manager.getSessionAttribute(visitor.id(), "color")).isEqualTo("blue");
        assertThat(manager.getSessionAttribute(stored.reference(), "color")).isEqualTo("blue");
        manager.expireSession(stored.reference());

        assertThat(visitor.get(CLUSTER.b(), "/get?name=x").body()).isEqualTo("no session");
    }

    @Test
    void derivesTheSameStoredIdOnlyFromTheSameKey() {
        var id = "an-id-of-some-session-of-ours";
        var seen = new HashSet<SessionId>();
        seen.add(new SessionId(id));
        seen.add(StoredIds.parse(KEY).of(id));
        seen.add(StoredIds.parse("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWU=").of(id));

        assertThat(seen).hasSize(3);
        assertThat(StoredIds.parse(KEY).of(id)).isEqualTo(StoredIds.parse(KEY).of(id));
        assertThat(StoredIds.parse("").of(id)).isEqualTo(new SessionId(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "c2hvcnQ=", "not base64 at all, but a canary"})
    void rejectsAnInvalidKeyWithoutShowingIt(String wrong) {
        assertThatThrownBy(() -> gathered(Map.of("hashedIds", wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hashedIds")
                .hasMessageContaining("32 random bytes")
                .satisfies(thrown -> assertThat(String.valueOf(thrown)).doesNotContain("canary"));
    }

    @Test
    void rejectsAdoptionOfPlainSessionsWithHashedIds() {
        assertThat(gathered(Map.of("hashedIds", KEY)).keys().adoptPlain()).isFalse();
        assertThatThrownBy(() -> gathered(Map.of("hashedIds", KEY, "adoptPlain", "true")))
                .hasMessageContaining("hashedIds");
    }

    private static ManagerSettings gathered(Map<String, String> attributes) {
        Function<String, String> nothing = name -> null;
        return ManagerSettings.gather(attributes, nothing, nothing, nothing);
    }
}
