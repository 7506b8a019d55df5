package org.vedfolnir.session.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Base64;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.testing.Browser;

/** The id is a credential: it cannot be guessed, and only the cookie and the key contain it. */
class SessionIdTest {

    @RegisterExtension
    static final Cluster CLUSTER = Cluster.recording();

    private static final int BITS = 256;
    private static final int MANY = 20_000;

    @Test
    void generatesTwentyThousandDifferentIdsWithRandomBits() {
        var generator = CLUSTER.a().manager().getSessionIdGenerator();
        var ids = new HashSet<String>();
        var ones = new int[BITS];
        for (var i = 0; i < MANY; i++) {
            var id = generator.generateSessionId();
            assertThat(id).matches("[\\w-]{43}");
            ids.add(id);
            var number = new BigInteger(1, Base64.getUrlDecoder().decode(id));
            IntStream.range(0, BITS).filter(number::testBit).forEach(bit -> ones[bit]++);
        }

        assertThat(ids).hasSize(MANY);
        // seven standard deviations of a fair coin, so chance alone does not fail this
        assertThat(IntStream.of(ones).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(MANY / 2 - 500, MANY / 2 + 500));
    }

    @Test
    void appearsInTheCookieAndTheKeyOnly() {
        var visitor = new Browser();
        visitor.get(CLUSTER.a(), "/create");
        visitor.get(CLUSTER.a(), "/rotate");
        var kept = CLUSTER.redis().value(Cluster.key(visitor));
        visitor.copy().get(CLUSTER.a(), "/invalidate");
        var events = String.valueOf(CLUSTER.redis().command("XRANGE", "vedfolnir:events", "-", "+"));

        assertThat(kept).startsWith("{\"_version\":2,").doesNotContain(visitor.id());
        assertThat(events).contains("session_created", "session_id_changed", "session_ended");
        assertThat(events).doesNotContainIgnoringCase(visitor.id());
    }

    @Test
    void keepsTheHandleOfASessionUntilItsEnd() {
        var visitor = new Browser();
        visitor.get(CLUSTER.a(), "/set?name=user_id&value=handled");
        var handle = CLUSTER.b().registry().sessionsOf("handled").get(0).handle();
        visitor.get(CLUSTER.a(), "/rotate");

        assertThat(CLUSTER.b().registry().sessionsOf("handled").get(0).handle())
                .isEqualTo(handle)
                .matches("[0-9a-f]{32}");
        assertThat(CLUSTER.b().registry().end("handled", handle, EndReason.ENDED_BY_USER))
                .isTrue();
        assertThat(visitor.get(CLUSTER.a(), "/get?name=user_id").body()).isEqualTo("no session");
    }

    @Test
    void removesASessionFromItsFirstUserIfItsUserChanges() {
        var visitor = new Browser();
        visitor.get(CLUSTER.a(), "/set?name=user_id&value=first");
        visitor.get(CLUSTER.b(), "/set?name=user_id&value=second");
        assertThat(CLUSTER.a().registry().sessionsOf("first")).isEmpty();
        assertThat(CLUSTER.a().registry().sessionsOf("second")).hasSize(1);

        visitor.get(CLUSTER.a(), "/remove?name=user_id");
        assertThat(CLUSTER.a().registry().sessionsOf("second")).isEmpty();
    }
}
