package org.vedfolnir.session;

import java.util.function.Consumer;
import org.apache.catalina.LifecycleException;

/**
 * Two nodes over the same Redis, of whatever topology, and further ones that have seen nothing yet.
 *
 * @param redis as redissonConfig takes it
 * @param keys empty for documents in the clear
 */
record NodePair(String redis, String keys, Consumer<VedfolnirSessionManager> setting, Node a, Node b)
        implements AutoCloseable {

    static NodePair over(String redis, String keys, Consumer<VedfolnirSessionManager> setting) throws Exception {
        return new NodePair(redis, keys, setting, new Node(redis, keys, setting), new Node(redis, keys, setting));
    }

    /** A node that has not seen any session yet. */
    Node cold() throws Exception {
        return new Node(redis, keys, setting);
    }

    @Override
    public void close() throws LifecycleException {
        a.close();
        b.close();
    }
}
