package org.vedfolnir.session.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/** An application's own Micrometer shows the figures of the manager. */
class SessionMeterBinderTest {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void metersShowWhatRequestsDid() throws Exception {
        try (var node = new Node(REDIS.url(), "", Node::quiet)) {
            new SessionMeterBinder(node.manager()).bindTo(registry);
            var visitor = new Browser();
            visitor.get(node, "/create");
            visitor.get(node, "/invalidate");

            assertThat(registry.get("vedfolnir.session.creations")
                            .tags("application", "/", "result", "created")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("vedfolnir.session.ended")
                            .tag("reason", "invalidated")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("vedfolnir.session.store.state")
                            .tag("state", "up")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(registry.get("vedfolnir.session.store.breaker.open")
                            .gauge()
                            .value())
                    .isZero();
            var trips = registry.get("vedfolnir.session.store.round.trip").functionTimer();
            assertThat(trips.count()).isPositive();
            assertThat(trips.totalTime(TimeUnit.NANOSECONDS)).isPositive();
        }
    }

    @Test
    void eachMetricButTomcatsHasAMeter() throws Exception {
        try (var node = new Node(REDIS.url(), "", Node::quiet)) {
            new SessionMeterBinder(node.manager()).bindTo(registry);

            assertThat(SessionMetric.values())
                    .filteredOn(metric -> !metric.isTomcats())
                    .allSatisfy(metric -> assertThat(registry.find(metric.base().replace('_', '.'))
                                    .meters())
                            .as(metric.base())
                            .isNotEmpty());
        }
    }
}
