package org.vedfolnir.session.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.testing.Browser;

/** Users who were signed in to the original application stay signed in, and no other document is accepted. */
class PlainSessionAdoptionTest {

    /** In the format of Python's json module. */
    private static final String ORIGINAL =
            "{\"user_id\": 1, \"username\": \"\\u00fcna\", \"email\": \"una@example.com\", \"platform_connection_id\":"
                    + " 123, \"platform_name\": null, \"csrf_token\": \"t\", \"created_at\":"
                    + " \"2025-08-20T16:38:25.802836+00:00\", \"last_activity\": \"2025-08-20T16:38:25.802836+00:00\","
                    + " \"_last_activity\": \"2025-08-20T16:38:25.802836+00:00\", \"_flashes\": [[\"message\","
                    + " \"hello\"]]}";

    @RegisterExtension
    static final Cluster PLAIN = new Cluster("", manager -> {});

    @RegisterExtension
    static final Cluster SEALED = new Cluster(KeyRing.generate(), manager -> {});

    @RegisterExtension
    static final Cluster MOVING = new Cluster(KeyRing.generate(), manager -> manager.setAdoptPlain("true"));

    private static Browser left(Cluster cluster, String value, String milliseconds) {
        var id = UUID.nameUUIDFromBytes((value + System.nanoTime()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        var visitor = new Browser().with("JSESSIONID=" + id);
        cluster.redis().command("SET", Cluster.key(visitor), value, "PX", milliseconds);
        return visitor;
    }

    @Test
    void continuesAnOriginalSessionOnBothNodesUnderItsId() {
        var visitor = left(PLAIN, ORIGINAL, "7200000");

        assertThat(visitor.get(PLAIN.a(), "/get?name=username").body()).isEqualTo("üna");
        assertThat(visitor.get(PLAIN.b(), "/get?name=_flashes").body()).isEqualTo("[[message, hello]]");
        assertThat(visitor.get(PLAIN.b(), "/get?name=platform_name").body()).isEqualTo("null");
        visitor.get(PLAIN.b(), "/set?name=color&value=blue");
        assertThat(visitor.get(PLAIN.a(), "/get?name=color").body()).isEqualTo("blue");
        assertThat(visitor.get(PLAIN.a(), "/sessions?name=1").body()).doesNotStartWith("0 ");
        assertThat(PLAIN.redis().value(Cluster.key(visitor)))
                .startsWith("{\"_version\":2,\"_until\":0,\"_idle\":1800000,")
                .contains("\"created_at\":\"2025-08-20T16:38:25.802836+00:00\"", "\"handle\":\"");
        visitor.get(PLAIN.a(), "/invalidate");
        assertThat(visitor.get(PLAIN.b(), "/get?name=username").body()).isEqualTo("no session");
    }

    @Test
    void keepsTheRemainingTimeOfAnOriginalSession() {
        var longer = left(PLAIN, ORIGINAL, "7200000");
        longer.get(PLAIN.a(), "/get?name=username");
        assertThat(PLAIN.redis().ttl(Cluster.key(longer))).isBetween(7_100_000L, 7_260_000L);

        var shorter = left(PLAIN, ORIGINAL, "60000");
        shorter.get(PLAIN.a(), "/get?name=username");
        assertThat(PLAIN.redis().ttl(Cluster.key(shorter))).isBetween(1_800_000L, 1_861_250L);
    }

    @Test
    void agreesOnOneDocumentIfTwoNodesAdoptASession() {
        for (var round = 0; round < 20; round++) {
            var visitor = left(PLAIN, ORIGINAL, "7200000");
            var onA = visitor.copy().later(PLAIN.a(), "/set?name=left&value=1");
            var onB = visitor.copy().later(PLAIN.b(), "/set?name=right&value=2");
            onA.join();
            onB.join();

            assertThat(visitor.get(PLAIN.a(), "/get?name=right").body()).isEqualTo("2");
            assertThat(visitor.get(PLAIN.b(), "/get?name=left").body()).isEqualTo("1");
            assertThat(visitor.get(PLAIN.b(), "/get?name=user_id").body()).isEqualTo("1");
        }
    }

    @Test
    void rejectsAPlainDocumentIfDocumentsAreSealed() {
        var visitor = left(SEALED, ORIGINAL, "7200000");

        assertThat(visitor.get(SEALED.a(), "/get?name=username").body()).isEqualTo("no session");
        assertThat(SEALED.redis().value(Cluster.key(visitor))).isEqualTo(ORIGINAL);
    }

    @Test
    void adoptsAndSealsAPlainDocumentDuringAMigration() {
        var visitor = left(MOVING, ORIGINAL, "7200000");

        assertThat(visitor.get(MOVING.a(), "/get?name=username").body()).isEqualTo("üna");
        assertThat(visitor.get(MOVING.b(), "/get?name=user_id").body()).isEqualTo("1");
        assertThat(MOVING.redis().value(Cluster.key(visitor)))
                .contains("ciphertext")
                .doesNotContain("example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1,2]",
                "\"text\"",
                "{\"a\": NaN}",
                "{\"a\": 1, \"a\": 2}",
                "{\"user_id\": 1,",
                "",
                "{\"user_id\": 1, \"_session\": {\"format\": 1, \"types\": {\"user_id\": \"java\"}}}",
                "{\"user_id\": 1, \"_version\": 3}",
                "{\"ciphertext\": \"x\", \"user_id\": 1}",
            })
    void leavesOtherValuesAlone(String value) {
        for (var cluster : new Cluster[] {PLAIN, MOVING}) {
            var visitor = left(cluster, value, "7200000");

            assertThat(visitor.get(cluster.a(), "/get?name=user_id").body()).isEqualTo("no session");
            assertThat(cluster.redis().value(Cluster.key(visitor))).isEqualTo(value);
        }
    }
}
