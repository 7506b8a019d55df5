package org.vedfolnir.session.store.redis;

import java.nio.charset.StandardCharsets;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.redis.keys.ShardKeys;
import org.vedfolnir.session.store.redis.keys.Shards;
import org.vedfolnir.session.store.redis.settings.RedisSettingsTest;

/** What a session's keys are called in the Redis that the tests run with: on a Redis Cluster a shard stands in them. */
public final class KeyNames {

    private static final Shards SHARDS = Shards.of("cluster".equals(System.getProperty("vedfolnir.topology")));

    private KeyNames() {}

    /** Where its document lies. */
    public static String session(String id) {
        return text(keys("/", id).session(new SessionId(id)));
    }

    /**
     * The index of expiries that it is in.
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
