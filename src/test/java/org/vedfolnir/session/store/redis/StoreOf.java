package org.vedfolnir.session.store.redis;

import java.time.Duration;
import org.vedfolnir.session.store.redis.settings.EventSettings;
import org.vedfolnir.session.store.redis.settings.TestSettings;

/** Makes a node's store over several servers. */
public final class StoreOf {

    private StoreOf() {}

    public static RedisStore configuration(String text) {
        return configuration(text, "node");
    }

    static RedisStore configuration(String text, String node) {
        return configuration(text, node, Duration.ofSeconds(5), 1 << 20);
    }

    /** @param eventBytes Redis memory that its events may take */
    static RedisStore configuration(String text, String node, Duration grace, long eventBytes) {
        return new RedisStore(TestSettings.configuredBy(text)
                .grace(grace)
                .events(EventSettings.upTo(eventBytes))
                .node(node)
                .made());
    }
}
