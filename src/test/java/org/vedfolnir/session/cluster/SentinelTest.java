package org.vedfolnir.session.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.NodePair;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealTopology;
import org.vedfolnir.testing.Browser;

/** Two nodes over a master with a replica and a Sentinel: sessions survive a failover. */
class SentinelTest {

    @RegisterExtension
    static final RealTopology REDIS = RealTopology.sentinel();

    private static final Duration RECOVERY = Duration.ofSeconds(15);

    private static NodePair pair;

    @BeforeAll
    static void start() throws Exception {
        pair = NodePair.over(REDIS.configuration(), KeyRing.generate(), manager -> {});
    }

    @AfterAll
    static void stop() throws Exception {
        pair.close();
    }

    @Test
    void sharesSessionsOfTwoNodesBehindASentinel() throws Exception {
        // after the other test the old master may accept writes until the Sentinel has demoted it
        Eventually.within(RECOVERY, REDIS::replicated);
        Eventually.within(RECOVERY, SentinelTest::bothSeeOneMaster);
        var visitor = new Browser();
        assertThat(visitor.get(pair.a(), "/set?name=color&value=blue").statusCode())
                .isEqualTo(200);
        assertThat(visitor.get(pair.b(), "/get?name=color").body()).isEqualTo("blue");
        assertThat(visitor.get(pair.b(), "/rotate").body()).isEqualTo("rotated");
        assertThat(visitor.get(pair.a(), "/get?name=color").body()).isEqualTo("blue");
        var copy = visitor.copy();
        visitor.get(pair.a(), "/invalidate");
        assertThat(copy.get(pair.b(), "/get?name=color").body()).isEqualTo("no session");
    }

    private static boolean bothSeeOneMaster() {
        return seenFrom(pair.a(), pair.b()) && seenFrom(pair.b(), pair.a());
    }

    private static boolean seenFrom(Node one, Node other) {
        var visitor = new Browser();
        return visitor.get(one, "/set?name=color&value=blue").statusCode() == 200
                && visitor.get(other, "/get?name=color").body().equals("blue");
    }

    /** The old master becomes a replica and keeps its connections: a client that did not notice would get READONLY for ever. */
    @Test
    void keepsAllSessionsInAnOrderlyFailoverUnderLoad() throws Exception {
        FailoverLoad.on(REDIS, pair, () -> {
            var before = REDIS.masterPort();
            Eventually.within(RECOVERY, REDIS::failOver);
            Eventually.within(RECOVERY, () -> REDIS.masterPort() != before);
        });
    }
}
