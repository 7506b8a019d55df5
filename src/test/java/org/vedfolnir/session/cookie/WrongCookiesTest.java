package org.vedfolnir.session.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vedfolnir.session.id.InvalidCookieLog;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.RecordedCounts;
import org.vedfolnir.session.store.redis.Monitor;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Logged;
import org.vedfolnir.testing.Wire;

/** Whatever session cookie a client sends, the result is a session or none, never an error, and no malformed id reaches Redis. */
class WrongCookiesTest {

    @RegisterExtension
    static final Cluster CLUSTER = Cluster.recording();

    private final Browser visitor = new Browser();

    @BeforeEach
    void signIn() {
        visitor.get(CLUSTER.a(), "/set?name=color&value=blue");
    }

    static String[] malformed() {
        return new String[] {
            "x".repeat(10_000),
            "evil-canary%0d%0aX-Evil:%20yes",
            "evil-canary*",
            "vedfolnir:session:evil-canary",
            "[e][v]il-canary?",
            "../../../../evil-canary/etc/passwd",
            "evil-canary%00evil-canary-evil-canary",
            "evil-canary{x}",
            "evil-canary-too-short",
            "evil-canary-with-a-dot-at-its-end.",
            "evil-canary{x}-evil-canary.route",
            "evil-canary-\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9",
            "",
        };
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void treatsAMalformedCookieAsNoSessionWithOneEventAndNoCommand(String bad) throws Exception {
        var before = events();
        try (var wire = new Wire(CLUSTER.a());
                var monitor = new Monitor(CLUSTER.redis())) {
            for (var i = 0; i < 3; i++) {
                var reply = wire.get("/get?name=color", "JSESSIONID=" + bad);
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.body()).isEqualTo("no session");
                assertThat(reply.head()).doesNotContain("set-cookie", "x-evil");
            }
            assertThat(monitor.sent())
                    .allSatisfy(sent -> assertThat(sent.line()).doesNotContain("canary", "xxxx"));
        }
        assertThat(events() - before).as("counted rejections of three requests").isEqualTo(3);
    }

    @Test
    void sumsUpManyBadCookiesInAFewEvents() {
        var before = events();
        var entries = RecordedCounts.entries(CLUSTER.redis());
        try (var log = new Logged(InvalidCookieLog.class.getName());
                var a = new Wire(CLUSTER.a());
                var b = new Wire(CLUSTER.b())) {
            for (var i = 0; i < 100; i++) {
                a.get("/get?name=color", "JSESSIONID=bad-" + i);
                b.get("/get?name=color", "JSESSIONID=bad-" + i);
            }
            assertThat(log.messages()).as("log lines of two nodes").hasSizeLessThanOrEqualTo(2);
        }

        assertThat(events() - before).isEqualTo(200);
        assertThat(RecordedCounts.entries(CLUSTER.redis()) - entries).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("brokenHeaders")
    void opensNoSessionForAMalformedHeader(String header) {
        try (var wire = new Wire(CLUSTER.a())) {
            var reply = wire.get("/get?name=color", header);

            assertThat(reply.status()).isIn(200, 400);
            assertThat(reply.body()).doesNotContain("blue");
            assertThat(reply.head()).doesNotContain("set-cookie");
        }
    }

    static String[] brokenHeaders() {
        return new String[] {
            "JSESSIONID=evil\0canary",
            "JSESSIONID=evil-canary\r\nX-Evil: yes",
            "JSESSIONID=evil-canary\nX-Evil: yes",
            "JSESSIONID",
            "=JSESSIONID=evil-canary",
            "JSESSIONID=\"evil",
            "$Version=1; JSESSIONID=evil-canary; $Path=/",
            ";;;;,,,,====",
        };
    }

    @Test
    void opensNoSessionForAVariantOfALiveId() {
        var id = visitor.id();
        var kept = CLUSTER.redis().value(Cluster.key(visitor));
        var before = events();
        for (var variant : new String[] {
            id.toLowerCase(Locale.ROOT),
            id.substring(1),
            id.substring(0, id.length() - 1),
            id + "0",
            "0" + id,
            id + ".route",
            new StringBuilder(id).reverse().toString()
        }) {
            var thief = new Browser().with("JSESSIONID=" + variant);
            assertThat(thief.get(CLUSTER.a(), "/get?name=color").body()).isEqualTo("no session");
            assertThat(thief.get(CLUSTER.b(), "/get?name=color").body()).isEqualTo("no session");
        }

        assertThat(events())
                .as("events; such an id is well formed, as that of an expired session")
                .isEqualTo(before);
        assertThat(CLUSTER.redis().value(Cluster.key(visitor))).isEqualTo(kept);
        assertThat(visitor.get(CLUSTER.b(), "/get?name=color").body()).isEqualTo("blue");
    }

    @Test
    void acceptsASignInWithSeveralSessionCookies() {
        var other = new Browser();
        other.get(CLUSTER.a(), "/set?name=color&value=red");
        try (var wire = new Wire(CLUSTER.a())) {
            var reply = wire.get("/create", visitor.cookie() + "; " + other.cookie());

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.head())
                    .contains("set-cookie: jsessionid=")
                    .doesNotContain(other.id().toLowerCase(Locale.ROOT));
        }
    }

    private static long events() {
        return RecordedCounts.of(CLUSTER.redis());
    }
}
