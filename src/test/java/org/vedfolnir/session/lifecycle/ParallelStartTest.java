package org.vedfolnir.session.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.core.StandardHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/** A host that starts and stops its applications on other threads, while Tomcat's own waits for them: {@code startStopThreads}. */
class ParallelStartTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    @Test
    void startsAndStopsApplicationsOnOtherThreads() throws Exception {
        var node = CompletableFuture.supplyAsync(ParallelStartTest::start).get(60, TimeUnit.SECONDS);
        assertThat(new Browser().get(node, "/set?name=color&value=blue").statusCode())
                .isEqualTo(200);
        CompletableFuture.runAsync(() -> stop(node)).get(60, TimeUnit.SECONDS);
    }

    private static Node start() {
        try {
            return new Node(
                    Node.manager(REDIS.url(), "", manager -> {}),
                    (tomcat, context) -> ((StandardHost) tomcat.getHost()).setStartStopThreads(2));
        } catch (Exception e) {
            throw new AssertionError("The node does not start.", e);
        }
    }

    private static void stop(Node node) {
        try {
            node.close();
        } catch (Exception e) {
            throw new AssertionError("The node does not stop.", e);
        }
    }
}
