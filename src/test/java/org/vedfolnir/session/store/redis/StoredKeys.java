package org.vedfolnir.session.store.redis;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import redis.clients.jedis.StreamEntry;
import redis.clients.jedis.StreamEntryID;

/** What lies in one Redis or in the masters of a Cluster. It knows of a session's keys no more than that they contain its id, and that the document's ends with it. */
public final class StoredKeys {

    private final Supplier<List<RedisProcess>> masters;

    StoredKeys(Supplier<List<RedisProcess>> masters) {
        this.masters = masters;
    }

    /** A key on a master, whether that one serves it or not. */
    public record Stored(String key, RedisProcess at) {

        public boolean isString() {
            return at.ask("TYPE", key).equals("string");
        }

        public boolean isPart() {
            return key.contains(":part:");
        }

        /** In ms; negative for none, or when it is gone. */
        public long timeToLive() {
            return Long.parseLong(at.ask("PTTL", key));
        }

        /** Its first bytes. */
        public String head() {
            try (var client = at.client()) {
                // on a moving slot it is told only to who says that they know of it
                client.getClient().asking();
                client.getClient().getOne();
                return String.valueOf(client.getrange(key, 0, 99));
            }
        }

        /** A document, and not a mark of a session that ended, or went on under another id. */
        public boolean isDocument() {
            return !isPart() && isString() && head().matches("\\{\"_version\":[1-9][0-9]*,[\\s\\S]*");
        }
    }

    public List<Stored> all() {
        return matching("*");
    }

    /** All that is kept under an id: document, parts, marks. */
    public List<Stored> of(String id) {
        return matching("*" + id + "*");
    }

    /** Every event that waits in any stream, as its fields. */
    public List<Map<String, String>> events() {
        return matching("vedfolnir:events*").stream()
                .filter(each -> each.at().ask("TYPE", each.key()).equals("stream"))
                .flatMap(each -> entries(each).stream())
                .toList();
    }

    private static List<Map<String, String>> entries(Stored stream) {
        try (var client = stream.at().client()) {
            return client.xrange(stream.key(), (StreamEntryID) null, null).stream()
                    .map(StreamEntry::getFields)
                    .toList();
        }
    }

    private List<Stored> matching(String pattern) {
        return masters.get().stream()
                .flatMap(master -> master.ask("KEYS", pattern)
                        .lines()
                        .filter(key -> !key.isEmpty())
                        .map(key -> new Stored(key, master)))
                .toList();
    }

    /** Keys that lie on two masters. */
    public List<String> twice() {
        var seen = new HashSet<String>();
        return all().stream().map(Stored::key).filter(key -> !seen.add(key)).toList();
    }

    /** Where the document of a session lies, or the mark that it left there. */
    public Optional<Stored> session(String id) {
        return of(id).stream()
                .filter(each -> each.key().endsWith(id) && each.isString())
                .findFirst();
    }
}
