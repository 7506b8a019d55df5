package org.vedfolnir.session.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Crowd;

/** Faults of Redis by an operator or a bad network while visitors continue. */
class DisturbedTrafficTest {

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    private static final int VISITORS = 4;
    private static final int TIMES = 50;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger answers = new AtomicInteger();

    /** After fifty broken connections in a second a node's circuit breaker may be open for a moment. */
    @BeforeEach
    void bothNodesServe() throws Exception {
        Eventually.within(Duration.ofSeconds(5), () -> serves(CLUSTER.a()) && serves(CLUSTER.b()));
    }

    private static boolean serves(Node node) {
        return new Browser().get(node, "/create").statusCode() == 200;
    }

    @Test
    void sendsForgottenScriptsAgainUnnoticed() throws Exception {
        var traffic = Crowd.of(VISITORS, each -> {
            var mine = new Browser();
            mine.get(CLUSTER.a(), "/create");
            for (var i = 0; !over.get(); i++) {
                var node = i % 2 == 0 ? CLUSTER.a() : CLUSTER.b();
                var written = mine.get(node, "/write?name=n&value=" + i);
                assertThat(written.statusCode()).isEqualTo(200);
                assertThat(written.body()).isEqualTo("set");
                assertThat(mine.get(node, "/get?name=n").body()).isEqualTo("" + i);
                answers.incrementAndGet();
            }
        });
        disturb(() -> CLUSTER.redis().command("SCRIPT", "FLUSH"));
        traffic.join();
    }

    @Test
    void letsVisitorsSignInAgainAfterAFlush() throws Exception {
        var traffic = Crowd.of(VISITORS, each -> {
            var mine = new Browser();
            for (var i = 0; !over.get(); i++) {
                var node = i % 2 == 0 ? CLUSTER.a() : CLUSTER.b();
                assertThat(mine.get(node, "/set?name=n&value=" + i).statusCode())
                        .isEqualTo(200);
                var read = mine.get(node, "/get?name=n");
                assertThat(read.statusCode()).isEqualTo(200);
                assertThat(read.body()).isIn("" + i, "no session");
                answers.incrementAndGet();
            }
        });
        disturb(() -> {
            CLUSTER.redis().command("FLUSHALL");
            CLUSTER.redis().command("SCRIPT", "FLUSH");
        });
        traffic.join();
    }

    @Test
    void losesNoAcknowledgedChangeAndRepeatsNoneOverBrokenConnections() throws Exception {
        var visitor = new Browser();
        visitor.get(CLUSTER.a(), "/create");
        var saved = new AtomicInteger();
        var unknown = new AtomicInteger();
        var traffic = Crowd.of(VISITORS, each -> {
            var mine = visitor.copy();
            for (var i = 1; !over.get(); i++) {
                var answer = mine.get(CLUSTER.a(), "/write?name=n" + each + "&value=" + i);
                assertThat(answer.statusCode()).isIn(200, 503);
                (answer.statusCode() == 200 ? saved : unknown).incrementAndGet();
                answers.incrementAndGet();
            }
        });
        disturb(() -> CLUSTER.redis().command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"));
        traffic.join();

        Eventually.within(
                Duration.ofSeconds(5),
                () -> visitor.get(CLUSTER.b(), "/get?name=n0").statusCode() == 200);
        assertThat(saved.get()).isPositive();
        assertThat(CLUSTER.version(visitor)).isBetween(1L + saved.get(), 1L + saved.get() + unknown.get());
    }

    /** Each disturbance waits for a few responses, so that it meets requests in flight. */
    private void disturb(Runnable disturbance) throws Exception {
        try {
            for (var i = 0; i < TIMES; i++) {
                var next = answers.get() + 5;
                Eventually.within(Duration.ofSeconds(20), () -> answers.get() >= next);
                disturbance.run();
            }
        } finally {
            over.set(true);
        }
    }
}
