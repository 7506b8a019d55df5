package org.vedfolnir.session.store.redis;

import java.nio.charset.StandardCharsets;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.redis.keys.ShardKeys;
import org.vedfolnir.session.store.redis.keys.Shards;
import org.vedfolnir.session.store.redis.settings.RedisSettingsTest;

/** The names of a session's keys in the Redis of the tests. On a Redis Cluster they contain the shard. */
public final class KeyNames {

    private static final Shards SHARDS = Shards.of("cluster".equals(System.getProperty("vedfolnir.topology")));

    private KeyNames() {}

    /** The key of its document. */
    public static String session(String id) {
        return text(keys("/", id).session(new SessionId(id)));
    }

    /**
     * The index of expiries with its entry.
     *
     * @param application {@code /} for the default one
     */
    public static String expiries(String application, String id) {
        return text(keys(application, id).expiries());
    }

    private static ShardKeys keys(String application, String id) {
        return SHARDS.keys(RedisSettingsTest.of(application), SHARDS.of(id));
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }
}
