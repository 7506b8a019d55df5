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
 * Maps an application's keys to shards. On one Redis there is one shard. On Redis Cluster there are
 * {@value #OF_A_CLUSTER}, each with its own hash tag: the id of a session determines its shard, which also contains the
 * session's parts, expiry, events and locator. So one script reaches everything that a change touches, and the masters'
 * numbers of shards are about in proportion to their slots. Immutable.
 */
public final class Shards {

    /** Divides evenly among two, three, four, five, six, ten or twelve masters. */
    static final int OF_A_CLUSTER = 60;

    private static final int SLOTS = 16384;
    /**
     * How far the slot of a shard's tag may be from the middle of its slots: masters own whole ranges, which rarely end
     * there.
     */
    private static final int OFF_THE_MIDDLE = 16;

    /** About ten events. */
    private static final long LEAST_BYTES_OF_EVENTS = 4096;

    private static final Shards ONE = new Shards(List.of(""));
    private static final List<String> TAGS = tags();

    /** Empty, or in braces after a colon. */
    private final List<String> tags;

    private Shards(List<String> tags) {
        this.tags = tags;
    }

    public static Shards of(boolean cluster) {
        return cluster ? new Shards(TAGS) : ONE;
    }

    /**
     * Returns for each sixtieth of the slots the first number whose slot is in its middle. Every node computes the same
     * tags.
     */
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

    /** Returns the shard of a session. */
    public int of(SessionId id) {
        return of(id.value());
    }

    /** Returns the shard of data without a session; the same text always maps to the same shard. */
    public int of(String text) {
        return count() == 1 ? 0 : CRC16.crc16(bytes(text)) % count();
    }

    /** Returns the names of one shard's keys, by an application's settings. */
    public ShardKeys keys(RedisSettings settings, int shard) {
        return new ShardKeys(settings, tags.get(shard), bytesOfEvents(settings, shard));
    }

    /**
     * Events without a session, mainly those that strangers can cause, are recorded in one shard, which may use half of
     * the bytes.
     */
    private long bytesOfEvents(RedisSettings settings, int shard) {
        var most = settings.recording().bytes();
        if (count() == 1) {
            return most;
        }
        var share = most == 0 ? 0 : Math.max(LEAST_BYTES_OF_EVENTS, most / 2 / count());
        return shard == of(settings.application()) ? share + most / 2 : share;
    }

    /** Returns the names of all shards' keys, created once since each request uses them. */
    List<ShardKeys> keys(RedisSettings settings) {
        return all().mapToObj(shard -> keys(settings, shard)).toList();
    }
}
