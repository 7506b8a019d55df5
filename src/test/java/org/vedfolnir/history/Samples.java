package org.vedfolnir.history;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.SessionId;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.ScanParams;
import redis.clients.jedis.exceptions.JedisException;

/** Reads from Redis which sessions exist, with their versions and times to live. */
final class Samples implements Runnable {

    private static final String PREFIX = "vedfolnir:session:";
    /** An ended session may leave a tombstone of version 0 at the key of its document. */
    private static final Pattern VERSION = Pattern.compile("^\\{\"_version\":([1-9]\\d*),");

    private static final int EACH_MS = 500;

    private final Servers redis;
    private final Timeline time;
    private final long endMs;
    private final List<StoredDocument> seen = new ArrayList<>();

    Samples(Servers redis, Timeline time, long endMs) {
        this.redis = redis;
        this.time = time;
        this.endMs = endMs;
    }

    @Override
    public void run() {
        while (time.ms() < endMs) {
            try {
                seen.addAll(documents(redis, time));
            } catch (JedisException | AssertionError e) {
                // a fault of its own
            }
            time.last(EACH_MS);
        }
    }

    List<StoredDocument> seen() {
        return seen;
    }

    /** The id is the end of the key. */
    private static String id(String key) {
        return key.substring(key.lastIndexOf(':') + 1);
    }

    static List<String> ids(Servers redis) {
        var ids = new ArrayList<String>();
        for (var client : redis.clients()) {
            try (client) {
                keys(client).forEach(key -> ids.add(id(key)));
            }
        }
        return ids.stream().distinct().toList();
    }

    private static List<String> keys(Jedis client) {
        var keys = new ArrayList<String>();
        var cursor = ScanParams.SCAN_POINTER_START;
        do {
            var some = client.scan(cursor, new ScanParams().match(PREFIX + "*").count(1000));
            keys.addAll(some.getResult());
            cursor = some.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return keys.stream().distinct().toList();
    }

    static List<StoredDocument> documents(Servers redis, Timeline time) {
        var documents = new ArrayList<StoredDocument>();
        for (var client : redis.clients()) {
            try (client) {
                documents.addAll(documents(client, time));
            }
        }
        return documents;
    }

    private static List<StoredDocument> documents(Jedis client, Timeline time) {
        var keys = keys(client);
        var all = client.pipelined();
        var heads = keys.stream().map(key -> all.getrange(key, 0, 40)).toList();
        var ends = keys.stream().map(all::pttl).toList();
        all.sync();
        var documents = new ArrayList<StoredDocument>();
        for (var i = 0; i < keys.size(); i++) {
            var version = version(heads.get(i).get());
            // one that has gone since its key was seen has no end either
            if (version != null && ends.get(i).get() != -2) {
                documents.add(new StoredDocument(
                        SessionId.reference(id(keys.get(i))),
                        time.us(),
                        version,
                        ends.get(i).get()));
            }
        }
        return documents;
    }

    private static @Nullable Long version(String head) {
        var found = VERSION.matcher(head);
        return found.find() ? Long.valueOf(found.group(1)) : null;
    }
}
