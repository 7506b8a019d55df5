package org.vedfolnir.session.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.DestroyedSessions;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.testing.Browser;

/** A session ends by Redis' clock, once in the cluster, and listeners are notified. */
@Tag("topology")
class EndOfSessionTest {

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    @RegisterExtension
    static final Cluster SHORT_LIVED = new Cluster(KeyRing.generate(), manager -> manager.setAbsoluteTimeout("1500ms"));

    /** How far a node may be from the clock of Redis, in ms. */
    private static final long INEXACT = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long GRACE = 60_000;

    private final Browser visitor = new Browser();

    @Test
    void neverEndsASessionWithAZeroOrNegativeTimeout() {
        visitor.get(CLUSTER.a(), "/create");
        for (var never : new int[] {0, -1}) {
            visitor.get(CLUSTER.a(), "/idle?value=" + never);
            assertThat(CLUSTER.redis().ttl(Cluster.key(visitor))).isEqualTo(-1);

            visitor.get(CLUSTER.b(), "/get?name=user_id");
            assertThat(CLUSTER.redis().ttl(Cluster.key(visitor)))
                    .as("time to live after a read")
                    .isEqualTo(-1);

            visitor.get(CLUSTER.b(), "/idle?value=60");
            assertThat(CLUSTER.redis().ttl(Cluster.key(visitor))).isBetween(GRACE + 55_000, GRACE + 61_250);
        }
    }

    @Test
    void endsASessionAtItsIdleTimeoutThoughItsStatusIsRead() throws Exception {
        visitor.get(CLUSTER.a(), "/set?name=user_id&value=idler");
        visitor.get(CLUSTER.a(), "/idle?value=1");
        var began = CLUSTER.redis().millis();

        Eventually.within(
                PATIENCE, () -> CLUSTER.b().registry().sessionsOf("idler").isEmpty());

        assertThat(CLUSTER.redis().millis() - began).isGreaterThanOrEqualTo(1000L);
        assertThat(CLUSTER.redis().exists(Cluster.key(visitor)))
                .as("document, which waits for its listeners")
                .isTrue();
        assertThat(visitor.get(CLUSTER.a(), "/get?name=user_id").body()).isEqualTo("no session");
        assertThat(visitor.get(CLUSTER.b(), "/get?name=user_id").body()).isEqualTo("no session");
    }

    @Test
    void keepsASessionInUseWithAnyIdleTimeout() throws Exception {
        visitor.get(CLUSTER.a(), "/set?name=color&value=used");
        visitor.get(CLUSTER.a(), "/idle?value=3");
        var until = CLUSTER.redis().millis() + 5000;

        Eventually.within(PATIENCE, () -> {
            assertThat(visitor.get(CLUSTER.b(), "/get?name=color").body()).isEqualTo("used");
            return CLUSTER.redis().millis() > until;
        });
    }

    @Test
    void endsABusySessionAtTheAbsoluteTimeout() throws Exception {
        var created = SHORT_LIVED.redis().millis();
        visitor.get(SHORT_LIVED.a(), "/create");
        var answered = SHORT_LIVED.redis().millis();
        var document = SHORT_LIVED.redis().value(Cluster.key(visitor));

        assertThat(Long.parseLong(document.replaceFirst("^\\{\"_version\":1,\"_until\":(\\d+),.*", "$1")))
                .isBetween(created + 1500 - INEXACT, answered + 1500 + INEXACT);
        Eventually.within(PATIENCE, () -> visitor.get(SHORT_LIVED.b(), "/write?name=busy&value=" + System.nanoTime())
                .body()
                .equals("no session"));
        assertThat(SHORT_LIVED.redis().millis() - created).isGreaterThanOrEqualTo(1500L - INEXACT);
    }

    @Test
    void notifiesListenersOnceOfAnExpiryThoughTheSessionsNodeIsDead() throws Exception {
        try (var dead = CLUSTER.cold()) {
            visitor.get(dead, "/set?name=color&value=expired");
            visitor.get(dead, "/idle?value=1");
        }
        Eventually.within(PATIENCE, () -> CLUSTER.redis().ttl(Cluster.key(visitor)) < GRACE);

        Eventually.within(PATIENCE, () -> {
            CLUSTER.a().manager().processExpires();
            CLUSTER.b().manager().processExpires();
            return DestroyedSessions.times("expired") > 0;
        });
        CLUSTER.b().manager().processExpires();

        assertThat(DestroyedSessions.times("expired")).isEqualTo(1);
        assertThat(CLUSTER.redis().exists(Cluster.key(visitor))).isFalse();
    }

    @Test
    void notifiesListenersOnceIfAUserEndsASessionFromElsewhere() {
        visitor.get(CLUSTER.a(), "/set?name=user_id&value=elsewhere");
        visitor.get(CLUSTER.a(), "/set?name=color&value=ended");
        var registry = CLUSTER.b().registry();
        var handle = registry.sessionsOf("elsewhere").get(0).handle();

        assertThat(registry.end("elsewhere", handle, EndReason.ENDED_BY_USER)).isTrue();
        assertThat(registry.end("elsewhere", handle, EndReason.ENDED_BY_USER)).isFalse();

        assertThat(DestroyedSessions.times("ended")).isEqualTo(1);
        assertThat(visitor.get(CLUSTER.a(), "/get?name=color").body()).isEqualTo("no session");
    }

    @Test
    void endsSessionsByTomcatsBackgroundThreadWithinTheGrace() throws Exception {
        visitor.get(CLUSTER.a(), "/set?name=color&value=background");
        visitor.get(CLUSTER.a(), "/idle?value=1");

        Eventually.within(Duration.ofSeconds(30), () -> DestroyedSessions.times("background") == 1);
    }

    @Test
    void notifiesListenersOnceOfTwoConcurrentSignOuts() {
        visitor.get(CLUSTER.a(), "/set?name=color&value=twice");
        var onB = visitor.copy().later(CLUSTER.b(), "/swallow?meet=twice");
        var meeting = ProbeServlet.met("twice");
        visitor.copy().get(CLUSTER.a(), "/invalidate");
        meeting.arriveAndAwaitAdvance();

        assertThat(onB.join().body()).isEqualTo("signed out");
        assertThat(DestroyedSessions.times("twice")).isEqualTo(1);
        ProbeServlet.MEETINGS.clear();
    }
}
