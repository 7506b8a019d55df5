package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.testing.Browser;

/** Fields that one request sets together stay together, whatever a concurrent request does to them. */
class FieldsTest {

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    private final Browser visitor = new Browser();

    @Test
    void keepsFieldsTogetherIfAnotherRequestSetsTheSame() {
        visitor.get(CLUSTER.a(), "/fields?id=1&label=one&type=mastodon&url=u1");

        lateAfterEarly("/fields?id=2&label=two&type=mastodon&url=u2", "/fields?id=3&label=three&type=pixelfed&url=u3");

        assertThat(field("id")).isEqualTo("2");
        assertThat(field("label")).isEqualTo("two");
        assertThat(field("type")).as("set to the value that it had").isEqualTo("mastodon");
        assertThat(field("url")).isEqualTo("u2");
    }

    @Test
    void keepsFieldsTogetherIfTheyAreRemoved() {
        visitor.get(CLUSTER.a(), "/fields?id=1&label=one");

        lateAfterEarly("/remove?name=id,label,type", "/fields?id=3&label=three&type=pixelfed");

        assertThat(field("id")).isEqualTo("null");
        assertThat(field("label")).isEqualTo("null");
        assertThat(field("type")).as("removed though it was not set").isEqualTo("null");
    }

    @Test
    void doesNotWriteFieldsThatWereOnlyRead() {
        visitor.get(CLUSTER.a(), "/fields?id=1&label=one");

        lateAfterEarly("/fields?id=2", "/fields?label=other");

        assertThat(field("id")).isEqualTo("2");
        assertThat(field("label")).isEqualTo("other");
    }

    @Test
    void savesNothingIfFieldsAreSetToTheirValues() {
        visitor.get(CLUSTER.a(), "/fields?id=1&label=one");
        visitor.get(CLUSTER.b(), "/fields?id=1&label=one");
        visitor.get(CLUSTER.b(), "/remove?name=never,there");

        assertThat(CLUSTER.version(visitor)).isEqualTo(1);
    }

    /** Both requests have opened the session before either saves; the early one saves first. */
    private void lateAfterEarly(String late, String early) {
        var onA = visitor.copy().later(CLUSTER.a(), late + "&meet=late");
        var first = ProbeServlet.met("late");
        var onB = visitor.copy().later(CLUSTER.b(), early + "&meet=early");
        ProbeServlet.met("early").arriveAndAwaitAdvance();
        onB.join();
        first.arriveAndAwaitAdvance();
        CompletableFuture.allOf(onA).join();
        ProbeServlet.MEETINGS.clear();
    }

    private String field(String name) {
        return visitor.get(CLUSTER.b(), "/get?name=" + name).body();
    }
}
