package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.engine.OverwrittenChanges;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Logged;

/** If a save replaces another request's saved change without having seen it, the node counts it by the name of the attribute. */
class OverwrittenChangesTest {

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    @RegisterExtension
    static final Cluster ISOLATED = new Cluster(KeyRing.generate(), manager -> manager.setConcurrency("isolated"));

    private static final int REQUESTS = 1000;
    /** Large enough for a part, small enough for a request line. */
    private static final int LARGE = 8000;

    private final Browser visitor = new Browser();
    private long before;

    @BeforeEach
    void begin() {
        ProbeServlet.MEETINGS.clear();
        visitor.get(CLUSTER.a(), "/create");
        before = lost();
    }

    @Test
    void countsOneChangeIfTwoNodesSetOneAttribute() {
        meanwhile("/set?name=color&value=blue", "/set?name=color&value=red");

        assertThat(lost() - before).isEqualTo(1);
        assertThat(counted(CLUSTER.b())).contains("color: 1");
        assertThat(counted(CLUSTER.a())).doesNotContain("color: 1");
        assertThat(seen("color")).isEqualTo("blue");
    }

    @Test
    void countsNothingForAThousandConsecutiveRequests() {
        visitor.get(CLUSTER.a(), "/list?name=log&value=0");
        for (var i = 0; i < REQUESTS; i++) {
            var path = List.of(
                            "/set?name=number&value=" + i,
                            "/append?name=log&value=" + i,
                            "/get?name=log",
                            "/large?name=large&size=" + LARGE + "&seed=" + i,
                            "/digest?name=large",
                            i % 2 == 0 ? "/remove?name=number" : "/rotate",
                            "/alias?name=log&value=copy")
                    .get(i % 7);
            assertThat(visitor.get(i % 2 == 0 ? CLUSTER.a() : CLUSTER.b(), path).statusCode())
                    .isEqualTo(200);
        }

        assertThat(lost()).isEqualTo(before);
    }

    @Test
    void countsNothingForDifferentAttributes() {
        meanwhile("/set?name=left&value=1", "/set?name=right&value=2");

        assertThat(lost()).isEqualTo(before);
    }

    @Test
    void countsNothingForTheSameValue() {
        meanwhile("/set?name=both&value=1", "/set?name=both&value=1");
        meanwhile("/set?name=both&value=" + noise(1), "/set?name=both&value=" + noise(1));
        meanwhile("/remove?name=both", "/remove?name=both");

        assertThat(lost()).isEqualTo(before);
    }

    @Test
    void countsOneChangeIfBothChangeAnObjectInPlace() {
        visitor.get(CLUSTER.a(), "/list?name=cart&value=bread");
        meanwhile("/append?name=cart&value=salt", "/append?name=cart&value=milk");

        assertThat(counted(CLUSTER.b())).contains("cart: 1");
        assertThat(seen("cart")).isEqualTo("[bread, salt]");
    }

    @Test
    void countsARemoval() {
        visitor.get(CLUSTER.a(), "/set?name=removed&value=1");
        meanwhile("/remove?name=removed", "/set?name=removed&value=2");
        assertThat(counted(CLUSTER.b())).contains("removed: 1");

        visitor.get(CLUSTER.a(), "/set?name=removed&value=3");
        meanwhile("/set?name=removed&value=4", "/remove?name=removed");
        assertThat(counted(CLUSTER.b())).contains("removed: 2");
        assertThat(lost() - before).isEqualTo(2);
    }

    @Test
    void countsAChangeOfAPart() {
        visitor.get(CLUSTER.a(), "/set?name=large&value=" + noise(1));
        meanwhile("/set?name=large&value=" + noise(2), "/set?name=large&value=" + noise(3));
        assertThat(counted(CLUSTER.b())).contains("large: 1");

        meanwhile("/set?name=large&value=" + noise(4), "/set?name=large&value=small");
        meanwhile("/set?name=large&value=small", "/set?name=large&value=" + noise(5));
        meanwhile("/remove?name=large", "/set?name=large&value=" + noise(6));
        assertThat(counted(CLUSTER.b())).contains("large: 4");
    }

    @Test
    void countsNothingIfOneRequestChangesALargeAttribute() {
        visitor.get(CLUSTER.a(), "/set?name=alone&value=" + noise(1));
        meanwhile("/set?name=alone&value=" + noise(2), "/set?name=other&value=1");
        meanwhile("/set?name=other&value=2", "/set?name=alone&value=" + noise(3));

        assertThat(lost()).isEqualTo(before);
    }

    @Test
    void logsOneWarningWithoutValuesForTwoLossesOfOneName() {
        try (var log = new Logged(OverwrittenChanges.class.getName())) {
            meanwhile("/set?name=said&value=canary1", "/set?name=said&value=canary2");
            meanwhile("/set?name=said&value=canary3", "/set?name=said&value=canary4");

            assertThat(counted(CLUSTER.b())).contains("said: 2");
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("'said'", "sticky sessions", "concurrency", "docs/install.md")
                    .doesNotContain("canary");
        }
    }

    @Test
    void countsAChangeOfAnotherRequestOfTheSameNode() {
        visitor.get(ISOLATED.b(), "/create");
        var slow = visitor.copy().later(ISOLATED.b(), "/set?name=here&value=1&meet=slow");
        var meeting = ProbeServlet.met("slow");
        visitor.copy().get(ISOLATED.b(), "/set?name=here&value=2");
        meeting.arriveAndAwaitAdvance();

        assertThat(slow.join().body()).isEqualTo("set");
        assertThat(counted(ISOLATED.b())).contains("here: 1");
    }

    @Test
    void showsNumbersAndNamesInJmx() throws Exception {
        meanwhile("/set?name=shown&value=1", "/set?name=shown&value=2");
        var manager = CLUSTER.b().manager();
        var bean = ManagementFactory.getPlatformMBeanServer();

        assertThat(bean.getAttribute(manager.getObjectName(), "lostChanges")).isEqualTo(manager.getLostChanges());
        assertThat((String[]) bean.getAttribute(manager.getObjectName(), "lostChangesByName"))
                .contains("shown: 1");
    }

    /** A request opens its session on B and waits; A answers another request; then the first one continues and saves. */
    private void meanwhile(String onB, String onA) {
        var slow = visitor.copy().later(CLUSTER.b(), onB + "&meet=slow");
        var meeting = ProbeServlet.met("slow");
        assertThat(visitor.copy().get(CLUSTER.a(), onA).statusCode()).isEqualTo(200);
        meeting.arriveAndAwaitAdvance();
        assertThat(slow.join().statusCode()).isEqualTo(200);
        ProbeServlet.MEETINGS.clear();
    }

    private String seen(String name) {
        return visitor.get(CLUSTER.a(), "/get?name=" + name).body();
    }

    private static String noise(int seed) {
        return ProbeServlet.noise(LARGE, seed);
    }

    private static String[] counted(Node node) {
        return node.manager().getLostChangesByName();
    }

    private static long lost() {
        return CLUSTER.a().manager().getLostChanges() + CLUSTER.b().manager().getLostChanges();
    }
}
