package org.vedfolnir.session.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.NodePair;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealTopology;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Crowd;

/** Visitors use two nodes during a failover: none is signed out, and all are served again soon. */
final class FailoverLoad {

    private static final Duration RECOVERY = Duration.ofSeconds(15);
    private static final int SESSIONS = 20;
    private static final int VISITORS = 4;

    private final Node a;
    private final Node b;
    private final AtomicBoolean over = new AtomicBoolean();

    private FailoverLoad(NodePair pair) {
        this.a = pair.a();
        this.b = pair.b();
    }

    interface Change {
        void make() throws Exception;
    }

    static void on(RealTopology redis, NodePair pair, Change change) throws Exception {
        new FailoverLoad(pair).during(redis, change);
    }

    private void during(RealTopology redis, Change change) throws Exception {
        var sessions = Stream.generate(Browser::new).limit(SESSIONS).toList();
        sessions.forEach(
                each -> assertThat(each.get(a, "/set?name=color&value=blue").statusCode())
                        .isEqualTo(200));
        assertThat(redis.replicated()).isTrue();
        var cookies = sessions.stream().map(Browser::cookie).toList();
        var traffic = traffic();
        change.make();
        Eventually.within(RECOVERY, () -> serves(a) && serves(b));
        over.set(true);
        traffic.join();

        for (var i = 0; i < 50; i++) {
            assertThat(sessions.get(i % SESSIONS)
                            .get(i % 2 == 0 ? a : b, "/write?name=n&value=" + i)
                            .body())
                    .isEqualTo("set");
        }
        sessions.forEach(
                each -> assertThat(each.get(b, "/get?name=color").body()).isEqualTo("blue"));
        assertThat(sessions.stream().map(Browser::cookie).toList()).isEqualTo(cookies);
    }

    /** Visitors who read and write in the meantime: each response is 200 or 503. */
    private CompletableFuture<Void> traffic() {
        return Crowd.of(VISITORS, each -> {
            var mine = new Browser();
            for (var i = 0; !over.get(); i++) {
                var node = i % 2 == 0 ? a : b;
                for (var path : List.of("/set?name=n&value=" + i, "/get?name=n", "/public")) {
                    assertThat(mine.get(node, path).statusCode()).isIn(200, 503);
                }
            }
        });
    }

    private static boolean serves(Node node) {
        return new Browser().get(node, "/create").statusCode() == 200;
    }
}
