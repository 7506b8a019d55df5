package org.vedfolnir.history;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.SessionId;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.ScanParams;
import redis.clients.jedis.exceptions.JedisException;

/** Looks into Redis: which sessions are there, of which version, for how long. */
final class Samples implements Runnable {

    private static final String PREFIX = "vedfolnir:session:";
    private static final Pattern VERSION = Pattern.compile("^\\{\"_version\":(\\d+),");
    private static final int EACH_MS = 500;

    private final DurableRedis redis;
    private final Timeline time;
    private final long endMs;
    private final List<StoredDocument> seen = new ArrayList<>();

    Samples(DurableRedis redis, Timeline time, long endMs) {
        this.redis = redis;
        this.time = time;
        this.endMs = endMs;
    }

    @Override
    public void run() {
        while (time.ms() < endMs) {
            try (var client = redis.client()) {
                while (time.ms() < endMs) {
                    seen.addAll(documents(client, time));
                    time.last(EACH_MS);
                }
            } catch (JedisException e) {
                time.last(EACH_MS); // a fault of its own
            }
        }
    }

    List<StoredDocument> seen() {
        return seen;
    }

    static List<String> ids(Jedis client) {
        var ids = new ArrayList<String>();
        var cursor = ScanParams.SCAN_POINTER_START;
        do {
            var some = client.scan(cursor, new ScanParams().match(PREFIX + "*").count(1000));
            some.getResult().forEach(key -> ids.add(key.substring(PREFIX.length())));
            cursor = some.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return ids.stream().distinct().toList();
    }

    static List<StoredDocument> documents(Jedis client, Timeline time) {
        var ids = ids(client);
        var all = client.pipelined();
        var heads = ids.stream().map(id -> all.getrange(PREFIX + id, 0, 40)).toList();
        var ends = ids.stream().map(id -> all.pttl(PREFIX + id)).toList();
        all.sync();
        var documents = new ArrayList<StoredDocument>();
        for (var i = 0; i < ids.size(); i++) {
            var version = version(heads.get(i).get());
            // one that has gone since its key was seen has no end either
            if (version != null && ends.get(i).get() != -2) {
                documents.add(new StoredDocument(
                        SessionId.reference(ids.get(i)),
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
