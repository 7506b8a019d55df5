package org.vedfolnir.session.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.session.node.RecordedCounts;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Logged;

/** A wrong value at a session's key is no session, causes no error, is not overwritten, and is counted once per request. */
class WrongValuesTest {

    @RegisterExtension
    static final Cluster CLUSTER = Cluster.recording();

    private static final String HEAD = "{\"_version\":1,\"_until\":0,\"_idle\":1800000,";

    private final Browser visitor = new Browser();

    @BeforeEach
    void signIn() {
        visitor.get(CLUSTER.a(), "/set?name=color&value=blue");
    }

    static String[] foreign() {
        var deep = 10_000;
        return new String[] {
            "{\"_session\":{\"format\":99}}",
            HEAD + "\"_session\":{\"format\":99}}",
            HEAD + "\"color\":\"red\",\"created_at\":\"2026-01-01T00:00:00.000000+00:00\","
                    + "\"last_activity\":\"2026-01-01T00:00:00.000000+00:00\",\"_session\":{\"format\":1,\"handle\":\"h\"}}",
            HEAD + "\"x\":" + "[".repeat(deep) + "]".repeat(deep) + "}",
            HEAD + "\"x\":" + "{\"x\":".repeat(deep) + "1" + "}".repeat(deep) + "}",
            "[".repeat(deep),
            HEAD + "\"protected\":\"e30\",\"iv\":\"\",\"ciphertext\":\"\",\"tag\":\"\"}",
            HEAD + "\"protected\":1,\"iv\":null,\"ciphertext\":[],\"tag\":{}}",
            HEAD,
            "{\"_version\":99999999999999999999,\"_until\":0,\"_idle\":0,\"x\":1}",
            "{\"_version\":1,\"_until\":0,\"_idle\":99999999999999999999,\"x\":1}",
            "",
            "null",
            "\u0000",
            "hello",
            "\uFEFF" + HEAD + "\"x\":1}",
        };
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void opensNoSessionForAForeignValueLeavesItAndCountsItOncePerRequest(String value) {
        CLUSTER.redis().replace(Cluster.key(visitor), value.getBytes(StandardCharsets.UTF_8));
        var before = events();

        for (var i = 0; i < 3; i++) {
            assertNoSession("wrong value");
        }

        assertThat(CLUSTER.redis().value(Cluster.key(visitor))).isEqualTo(value);
        assertThat(events() - before).isEqualTo(3);
    }

    @Test
    void opensNoSessionIfAnyByteOfASealedValueChanged() {
        var key = Cluster.key(visitor);
        var sealed = CLUSTER.redis().value(key).getBytes(StandardCharsets.US_ASCII);
        var before = events();
        for (var bit : new int[] {0x01, 0x20, 0x80}) {
            for (var at = 0; at < sealed.length; at++) {
                var damaged = sealed.clone();
                damaged[at] ^= (byte) bit;
                CLUSTER.redis().replace(key, damaged);
                assertNoSession("bit " + bit + " at " + at);
            }
        }

        assertThat(events() - before)
                .as("counted requests, without the one whose session is over by now")
                .isBetween(3L * sealed.length - 8, 3L * sealed.length);
        CLUSTER.redis().replace(key, sealed);
        assertThat(visitor.get(CLUSTER.a(), "/get?name=color").body()).isEqualTo("blue");
    }

    @Test
    void opensNoSessionForATruncatedValue() {
        var key = Cluster.key(visitor);
        var sealed = CLUSTER.redis().value(key).getBytes(StandardCharsets.US_ASCII);
        for (var length = 0; length < sealed.length; length += 7) {
            CLUSTER.redis().replace(key, Arrays.copyOf(sealed, length));
            assertNoSession("length " + length);
        }
    }

    @Test
    void opensNoSessionForASealedValueOfAnotherSession() {
        var victim = new Browser();
        victim.get(CLUSTER.a(), "/set?name=color&value=secret");
        var stolen = CLUSTER.redis().value(Cluster.key(victim));
        CLUSTER.redis().replace(Cluster.key(visitor), stolen.getBytes(StandardCharsets.US_ASCII));

        assertNoSession("stolen value");

        assertThat(CLUSTER.redis().value(Cluster.key(visitor))).isEqualTo(stolen);
        assertThat(victim.get(CLUSTER.b(), "/get?name=color").body()).isEqualTo("secret");
    }

    @Test
    void opensNoSessionForAValueOfAnotherTypeAndLeavesIt() {
        var key = Cluster.key(visitor);
        for (var command : new String[] {"LPUSH %s x", "SADD %s x", "HSET %s x y", "ZADD %s 1 x", "XADD %s * x y"}) {
            CLUSTER.redis().command("DEL", key);
            CLUSTER.redis().command(command.formatted(key).split(" "));
            var type = CLUSTER.redis().command("TYPE", key);

            assertNoSession(command);

            assertThat(CLUSTER.redis().command("TYPE", key)).isEqualTo(type).isNotEqualTo("string");
        }
    }

    @Test
    void servesOtherVisitorsDespiteManyRequestsForAKeyOfAnotherType() throws Exception {
        var other = new Browser();
        other.get(CLUSTER.a(), "/set?name=color&value=red");
        CLUSTER.redis().command("LPUSH", "vedfolnir:user:poisoned", "x");
        try (var outages = new Logged("org.vedfolnir.session.store.redis.health.Availability");
                var log = new Logged("org.vedfolnir.session.store.redis.health.RefusalLog")) {
            for (var i = 0; i < 20; i++) {
                assertThat(visitor.get(CLUSTER.a(), "/sessions?name=poisoned").statusCode())
                        .isEqualTo(503);
                assertThat(other.get(CLUSTER.a(), "/get?name=color").body()).isEqualTo("red");
                assertThat(other.get(CLUSTER.a(), "/set?name=n&value=" + i).statusCode())
                        .isEqualTo(200);
                assertThat(CLUSTER.a().registry().health().up()).isTrue();
            }
            assertThat(outages.messages()).isEmpty();
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("a key holds a value of another type", "WRONGTYPE", "others are not affected");
        } finally {
            CLUSTER.redis().command("DEL", "vedfolnir:user:poisoned");
        }
    }

    @Test
    void doesNotOverwriteAValueThatIsDamagedDuringARequest() {
        var key = Cluster.key(visitor);
        var late = visitor.copy().later(CLUSTER.a(), "/write?name=late&value=1&meet=damaged");
        var meeting = ProbeServlet.met("damaged");
        CLUSTER.redis().replace(key, "foreign".getBytes(StandardCharsets.US_ASCII));
        meeting.arriveAndAwaitAdvance();

        assertThat(late.join().statusCode()).isEqualTo(200);
        assertThat(CLUSTER.redis().value(key)).isEqualTo("foreign");
    }

    @Test
    void acceptsASignInUnderANewIdAfterAWrongValue() {
        var key = Cluster.key(visitor);
        CLUSTER.redis().replace(key, "foreign".getBytes(StandardCharsets.US_ASCII));
        var anew = visitor.copy();

        assertThat(anew.get(CLUSTER.a(), "/create").statusCode()).isEqualTo(200);

        assertThat(anew.id()).isNotEqualTo(visitor.id());
        assertThat(CLUSTER.redis().value(key)).isEqualTo("foreign");
    }

    private void assertNoSession(String what) {
        // the node that wrote the document has it cached, and does not read it again while its end is the same
        var answer = visitor.get(CLUSTER.b(), "/get?name=color");
        assertThat(answer.statusCode()).as(what).isEqualTo(200);
        assertThat(answer.body()).as(what).isEqualTo("no session");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    private static long events() {
        return RecordedCounts.of(CLUSTER.redis());
    }
}
