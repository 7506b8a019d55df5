package org.vedfolnir.session.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.testing.Browser;

/** If an attribute no longer decodes, only that attribute is dropped, and the cluster records one event. */
class DroppedAttributeTest {

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster("", Node::recording);

    private final Browser visitor = new Browser();

    @Test
    void recordsOneEventForAnyNumberOfReadsOnAllNodes() {
        visitor.get(CLUSTER.a(), "/fields?gone=x&kept=y");
        var key = Cluster.key(visitor);
        var document = CLUSTER.redis().value(key);
        var counted = dropped();
        CLUSTER.redis()
                .command(
                        "SET",
                        key,
                        document.replace(
                                        "\"app\":\"/\"",
                                        "\"app\":\"/\",\"types\":{\"gone\":\"record:no.longer.There\"}")
                                .replaceFirst(",\"mark\":\"[^\"]*\"", ""),
                        "PX",
                        "600000");
        var before = events();

        for (var node : new Node[] {CLUSTER.a(), CLUSTER.b(), CLUSTER.a(), CLUSTER.b()}) {
            assertThat(visitor.get(node, "/get?name=gone").body()).isEqualTo("null");
            assertThat(visitor.get(node, "/get?name=kept").body()).isEqualTo("y");
        }
        assertThat(events() - before).isEqualTo(1);
        assertThat(dropped() - counted).isEqualTo(1);
        assertThat(CLUSTER.redis().command("XREVRANGE", "vedfolnir:events", "+", "-", "COUNT", "1"))
                .contains("attribute_dropped", "gone");
        assertThat(CLUSTER.redis().value(key)).contains("\"gone\":\"x\"");

        visitor.get(CLUSTER.b(), "/set?name=gone&value=new");
        assertThat(visitor.get(CLUSTER.a(), "/get?name=gone").body()).isEqualTo("new");
        assertThat(events() - before).isEqualTo(1);
        assertThat(CLUSTER.redis().value(key)).doesNotContain("dropped");
    }

    private static long dropped() {
        return CLUSTER.a().manager().getDroppedAttributes()
                + CLUSTER.b().manager().getDroppedAttributes();
    }

    private static long events() {
        return Long.parseLong(String.valueOf(CLUSTER.redis().command("XLEN", "vedfolnir:events")));
    }
}
