package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.work.Exchange;
import org.vedfolnir.session.work.Form;
import org.vedfolnir.session.work.Keeper;
import org.vedfolnir.session.work.Keepers;
import org.vedfolnir.session.work.Point;
import org.vedfolnir.session.work.Requests;

/**
 * What an application may expect on one node and that no store between nodes can give. docs/install.md describes it for applications that come from
 * one node: change that chapter with this test.
 */
class BeyondOneNodeTest {

    @RegisterExtension
    static final Keepers KEEPERS = new Keepers();

    private final Keepers.Site site = KEEPERS.of(Keeper.SHARED);
    private final Requests visitor = new Requests();
    private final Point first = new Point();
    private final Point second = new Point();

    @Test
    void limitsALockOnTheSessionToItsNode() {
        visitor.get(site.node(), exchange -> exchange.set("token", "t1"));
        var locking = visitor.begin(site.node(), exchange -> {
            synchronized (exchange.session()) {
                first.hold();
            }
            return "done";
        });
        first.reached();

        assertThat(visitor.get(site.other(), exchange -> {
                    synchronized (exchange.session()) {
                        return "inside as well";
                    }
                }))
                .isEqualTo("inside as well");
        first.release();
        assertThat(locking.join()).isEqualTo("done");
    }

    @Test
    void showsProgressOnTheOtherNodeAfterItsSave() {
        visitor.get(site.node(), exchange -> exchange.set("progress", 0));
        var working = visitor.begin(site.node(), exchange -> {
            exchange.set("progress", 20);
            first.hold();
            exchange.response().flushBuffer();
            second.hold();
            return "";
        });
        first.reached();

        assertThat(visitor.get(site.other(), "progress")).isEqualTo("0");
        first.release();
        second.reached();
        assertThat(visitor.get(site.other(), "progress"))
                .as("progress after a flush")
                .isEqualTo("20");
        second.release();
        working.join();
    }

    /** Since no response may show what is not saved, the request that reads it saves it. */
    @Test
    void showsProgressOnItsNodeAtOnceAndThenOnAllNodes() {
        visitor.get(site.node(), exchange -> exchange.set("progress", 0));
        var working = visitor.begin(site.node(), exchange -> {
            exchange.set("progress", 20);
            first.hold();
            return "";
        });
        first.reached();

        assertThat(visitor.get(site.node(), "progress")).isEqualTo("20");
        assertThat(visitor.get(site.other(), "progress")).isEqualTo("20");
        first.release();
        working.join();
    }

    @Test
    void makesTwoObjectsOfOneInsideTwoAttributes() {
        visitor.get(site.node(), exchange -> {
            var shared = new Form();
            exchange.set("left", new ArrayList<>(List.of(shared)));
            return exchange.set("right", new ArrayList<>(List.of(shared)));
        });

        for (var node : List.of(site.node(), site.other())) {
            assertThat(visitor.get(node, exchange -> inside(exchange, "left") == inside(exchange, "right")))
                    .isEqualTo("false");
        }
    }

    @Test
    void keepsOneObjectThatIsTwoAttributes() {
        visitor.get(site.node(), exchange -> {
            var shared = new Form();
            exchange.set("left", shared);
            return exchange.set("right", shared);
        });

        for (var node : List.of(site.node(), site.other())) {
            assertThat(visitor.get(
                            node, exchange -> exchange.get(Form.class, "left") == exchange.get(Form.class, "right")))
                    .isEqualTo("true");
        }
    }

    private static Object inside(Exchange exchange, String name) {
        return exchange.get(List.class, name).get(0);
    }
}
