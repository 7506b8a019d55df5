package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.testing.RedisClient;

/** The Cluster of other tests executes their commands and shows its state. */
class RealClusterTest {

    @RegisterExtension
    static final RealCluster CLUSTER = RealCluster.withReplicas();

    private static final String KEY = "vedfolnir:session:of-this-test";

    private final ClusterOperator operator = CLUSTER.operator();
    private final ClusterFacts facts = CLUSTER.facts();

    private RedisProcess other() {
        return facts.masters().stream()
                .filter(each -> each != facts.masterOf(KEY))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void showsAMovingSlotOnBothSidesUntilItHasMoved() {
        var from = facts.masterOf(KEY);
        var to = other();
        var beside = "{" + KEY + "}:part:1";
        from.tell("SET", KEY, "{\"_version\":1,");
        from.tell("SET", beside, "part");
        var moving = operator.begin(facts.slot(KEY), to);
        moving.move(beside);

        assertThat(moving.left()).containsExactly(KEY);
        assertThat(from.ask("GET", beside)).startsWith("ASK ");
        assertThat(from.ask("MGET", KEY, beside)).startsWith("ASK ");
        assertThat(RedisClient.askThen(to.port(), new String[] {"ASKING"}, "MGET", KEY, beside))
                .startsWith("TRYAGAIN ");
        assertThat(CLUSTER.keys().of(KEY)).extracting(StoredKeys.Stored::at).containsExactlyInAnyOrder(from, to);
        assertThat(CLUSTER.keys().session(KEY).orElseThrow().isDocument()).isTrue();

        moving.finish();
        assertThat(facts.masterOf(KEY)).isEqualTo(to);
        assertThat(to.ask("GET", beside)).isEqualTo("part");
        assertThat(from.ask("GET", KEY)).startsWith("MOVED ");
    }

    @Test
    void keepsTheLastWritesInAnOrderlyFailover() throws Exception {
        var before = facts.masterOf(KEY);
        before.tell("SET", KEY, "kept");
        var after = operator.failOver(before);

        assertThat(after.ask("GET", KEY)).isEqualTo("kept");
        CLUSTER.awaitWhole();
        assertThat(facts.masterOf(KEY)).isEqualTo(after);
        assertThat(facts.replicaOf(after)).isEqualTo(before);
    }

    @Test
    void addsAndRemovesAMaster() throws Exception {
        var from = facts.masterOf(KEY);
        from.tell("SET", KEY, "kept");
        var added = operator.addMaster();
        var slots = List.of(facts.slot(KEY));
        operator.move(slots, added, ClusterOperator.Pace.FAST);
        assertThat(added.ask("GET", KEY)).isEqualTo("kept");

        operator.move(slots, from, ClusterOperator.Pace.FAST);
        operator.remove(added);
        assertThat(from.ask("GET", KEY)).isEqualTo("kept");
        CLUSTER.awaitWhole();
    }
}
