package org.vedfolnir.session.store.redis.keys;

import java.util.List;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/** The keys of one application, in all its shards. Immutable. */
public final class ApplicationKeys {

    private final RedisSettings settings;
    private final Shards shards;
    private final List<ShardKeys> all;

    /** @param cluster whether this is a Redis Cluster */
    public ApplicationKeys(RedisSettings settings, boolean cluster) {
        this.settings = settings;
        this.shards = Shards.of(cluster);
        this.all = shards.keys(settings);
    }

    /** Returns the keys of each shard, by its number. */
    public List<ShardKeys> all() {
        return all;
    }

    /** Returns the keys of the shard of a session. */
    public ShardKeys of(SessionId id) {
        return all.get(shards.of(id));
    }

    /** Returns the same for a session of another application. */
    public ShardKeys of(SessionId id, RedisSettings owner) {
        return owner == settings ? of(id) : shards.keys(owner, shards.of(id));
    }

    /** Returns the same for data without a session; the same text always maps to the same shard. */
    public ShardKeys of(String text) {
        return all.get(shards.of(text));
    }

    public byte[] session(SessionId id) {
        return of(id).session(id);
    }

    public boolean inOneShard(SessionId one, SessionId other) {
        return shards.of(one) == shards.of(other);
    }
}
