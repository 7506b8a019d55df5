package org.vedfolnir.session.store.redis.keys;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.redisson.connection.CRC16;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * Where an application's keys lie. On one Redis there is one shard. On Redis Cluster there are {@value #OF_A_CLUSTER}, each with a hash tag
 * of its own: a session lies in the shard that its id gives, and so do its parts, its place among the expiries, its events and what tells
 * where it lies. So one script reaches all that a change touches, and each master has about as many shards as it has slots. Immutable.
 */
public final class Shards {

    /** Two, three, four, five, six, ten or twelve masters have as many each. */
    static final int OF_A_CLUSTER = 60;

    private static final int SLOTS = 16384;
    /** How far from the middle of its slots the slot of a shard's tag may be: masters have whole ranges, whose ends rarely are there. */
    private static final int OFF_THE_MIDDLE = 16;

    /** Some ten events. */
    private static final long LEAST_BYTES_OF_EVENTS = 4096;

    private static final Shards ONE = new Shards(List.of(""));
    private static final List<String> TAGS = tags();

    /** Empty, or in braces behind a colon. */
    private final List<String> tags;

    private Shards(List<String> tags) {
        this.tags = tags;
    }

    public static Shards of(boolean cluster) {
        return cluster ? new Shards(TAGS) : ONE;
    }

    /** The first number whose slot lies in the middle of each sixtieth of the slots. Every node finds the same ones. */
    private static List<String> tags() {
        var tags = new ArrayList<String>();
        for (var shard = 0; shard < OF_A_CLUSTER; shard++) {
            var middle = (2 * shard + 1) * SLOTS / (2 * OF_A_CLUSTER);
            var tag = 0;
            while (Math.abs(slot(Integer.toString(tag)) - middle) > OFF_THE_MIDDLE) {
                tag++;
            }
            tags.add(":{" + tag + "}");
        }
        return List.copyOf(tags);
    }

    private static int slot(String text) {
        return CRC16.crc16(text.getBytes(StandardCharsets.US_ASCII)) % SLOTS;
    }

    int count() {
        return tags.size();
    }

    public IntStream all() {
        return IntStream.range(0, count());
    }

    /** The shard of a session. */
    public int of(SessionId id) {
        return of(id.value());
    }

    /** The shard of what has no session: the same for the same text. */
    public int of(String text) {
        return count() == 1 ? 0 : CRC16.crc16(bytes(text)) % count();
    }

    /** The names of one shard's keys, as an application's settings say them. */
    public ShardKeys keys(RedisSettings settings, int shard) {
        return new ShardKeys(settings, tags.get(shard), bytesOfEvents(settings, shard));
    }

    /** What belongs to no session, and what strangers can cause above all, is recorded in one shard: it has half of all. */
    private long bytesOfEvents(RedisSettings settings, int shard) {
        var most = settings.recording().bytes();
        if (count() == 1) {
            return most;
        }
        var share = most == 0 ? 0 : Math.max(LEAST_BYTES_OF_EVENTS, most / 2 / count());
        return shard == of(settings.application()) ? share + most / 2 : share;
    }

    /** The names of all shards' keys, made once for what is asked with each request. */
    public List<ShardKeys> keys(RedisSettings settings) {
        return all().mapToObj(shard -> keys(settings, shard)).toList();
    }
}
