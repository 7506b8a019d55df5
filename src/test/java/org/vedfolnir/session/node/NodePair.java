package org.vedfolnir.session.node;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.catalina.LifecycleException;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.testing.Browser;

/**
 * Two nodes on the same Redis, of any topology, that record events, and further nodes without any cached session.
 *
 * @param redis the redissonConfig
 * @param keys empty for plain documents
 */
public record NodePair(String redis, String keys, Consumer<VedfolnirSessionManager> setting, Node a, Node b)
        implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    public static NodePair over(String redis, String keys, Consumer<VedfolnirSessionManager> setting) throws Exception {
        Consumer<VedfolnirSessionManager> recording = Node::recording;
        var both = recording.andThen(setting);
        return new NodePair(redis, keys, both, new Node(redis, keys, both), new Node(redis, keys, both));
    }

    /** Returns when both nodes can read and create sessions, whatever happened before. */
    public void awaitServing() throws Exception {
        for (var node : List.of(a, b)) {
            Eventually.within(PATIENCE, () -> serves(node));
        }
    }

    private static boolean serves(Node node) {
        var visitor = new Browser().with("JSESSIONID=nobody-nobody-nobody-nobody");
        return visitor.get(node, "/get?name=any").statusCode() == 200
                && new Browser().get(node, "/create").statusCode() == 200;
    }

    /** A node that has not seen any session yet. */
    public Node cold() throws Exception {
        return new Node(redis, keys, setting);
    }

    @Override
    public void close() throws LifecycleException {
        a.close();
        b.close();
    }
}
