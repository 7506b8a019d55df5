package org.vedfolnir.session.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.DestroyedSessions;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/** A session expires while no node runs, and its document still exists when a node starts. */
class RestartTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    @Test
    void recordsTheEndAndNotifiesListenersAtTheFirstSearchOfTheNextNode() throws Exception {
        var visitor = new Browser();
        try (var before = new Node(REDIS.url(), "", Node::recording)) {
            visitor.get(before, "/set?name=user_id&value=ann");
            visitor.get(before, "/set?name=color&value=ended-while-down");
            visitor.get(before, "/idle?value=1");
        }
        Eventually.within(Duration.ofSeconds(10), () -> REDIS.ttl(Cluster.key(visitor)) < 60_000);

        try (var next = new Node(REDIS.url(), "", Node::recording)) {
            next.manager().processExpires();

            assertThat(DestroyedSessions.times("ended-while-down")).isEqualTo(1);
            assertThat(next.registry().events().read(100))
                    .filteredOn(each -> each.event().equals(new SessionEvent.Ended(EndReason.EXPIRED)))
                    .singleElement()
                    .satisfies(each -> assertThat(each.context().user()).isEqualTo("ann"));
        }
    }
}
