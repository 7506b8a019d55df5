package org.vedfolnir.session.lifecycle;

import java.time.Duration;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.testing.Browser;

/** A visitor's session that is old enough for a test to see whether a request moves its end. */
final class AgedSession {

    private final Cluster cluster;
    private final Browser visitor = new Browser();

    private AgedSession(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Creates a session with the attribute {@code color}, and waits until its time to live has decreased. */
    static AgedSession on(Cluster cluster) throws Exception {
        var made = new AgedSession(cluster);
        made.visitor.get(cluster.a(), "/set?name=color&value=blue");
        var full = made.timeToLive();
        Eventually.within(Duration.ofSeconds(5), () -> made.timeToLive() < full - 100);
        return made;
    }

    Browser visitor() {
        return visitor;
    }

    /** In ms. */
    long timeToLive() {
        return cluster.redis().ttl(Cluster.key(visitor));
    }
}
