package org.vedfolnir.session.store.redis;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.StreamEntry;
import redis.clients.jedis.StreamEntryID;

/**
 * The data in one Redis or in the masters of a Cluster. It relies on two facts about a session's keys only: they contain its id, and the key of the
 * document ends with it.
 */
public final class StoredKeys {

    private static final int HEAD = 99;
    private static final Pattern DOCUMENT = Pattern.compile("\\{\"_version\":[1-9][0-9]*,");

    private final Supplier<List<RedisProcess>> masters;

    StoredKeys(Supplier<List<RedisProcess>> masters) {
        this.masters = masters;
    }

    /** A key on a master, whether that master serves it or not. */
    public record Stored(String key, RedisProcess at) {

        public boolean isString() {
            return at.ask("TYPE", key).equals("string");
        }

        public boolean isPart() {
            return StoredKeys.isPart(key);
        }

        /** In ms; negative if it has no end or does not exist. */
        public long timeToLive() {
            return Long.parseLong(at.ask("PTTL", key));
        }

        /** The first bytes of its value. */
        public String head() {
            try (var client = at.client()) {
                // on a moving slot Redis replies only after ASKING
                client.getClient().asking();
                client.getClient().getOne();
                return String.valueOf(client.getrange(key, 0, HEAD));
            }
        }

        public boolean isDocument() {
            return isString() && StoredKeys.isDocument(key, head());
        }
    }

    public List<Stored> all() {
        return matching("*");
    }

    /** All keys of an id: document, parts, marks. */
    public List<Stored> of(String id) {
        return matching("*" + id + "*");
    }

    /** The fields of every waiting event in any stream. */
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

    /** A string as a scan found it. No slot may move during the scan. */
    public record Scanned(String key, long timeToLive, String head) {

        public boolean isPart() {
            return StoredKeys.isPart(key);
        }

        public boolean isDocument() {
            return StoredKeys.isDocument(key, head);
        }
    }

    private static boolean isPart(String key) {
        return key.contains(":part:");
    }

    /** Whether this is a document, and not the tombstone of a session that ended or moved. */
    private static boolean isDocument(String key, String head) {
        return !isPart(key) && DOCUMENT.matcher(head).lookingAt();
    }

    /** All strings of sessions. */
    public List<Scanned> strings() {
        return masters.get().stream()
                .flatMap(master -> strings(master, "*vedfolnir:session:*").stream())
                .toList();
    }

    private static List<Scanned> strings(RedisProcess master, String pattern) {
        try (var client = master.client()) {
            var keys = List.copyOf(client.keys(pattern));
            var all = client.pipelined();
            var types = keys.stream().map(all::type).toList();
            var ends = keys.stream().map(all::pttl).toList();
            all.sync();
            var strings = IntStream.range(0, keys.size())
                    .filter(i -> types.get(i).get().equals("string"))
                    .boxed()
                    .toList();
            var heads = strings.stream()
                    .map(i -> all.getrange(keys.get(i), 0, HEAD))
                    .toList();
            all.sync();
            return IntStream.range(0, strings.size())
                    .mapToObj(i -> new Scanned(
                            keys.get(strings.get(i)),
                            ends.get(strings.get(i)).get(),
                            heads.get(i).get()))
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

    /** The members of all sorted sets whose names match. */
    public Map<String, List<String>> sets(String pattern) {
        return matching(pattern).stream().collect(Collectors.toMap(Stored::key, StoredKeys::members));
    }

    private static List<String> members(Stored set) {
        try (var client = set.at().client()) {
            return List.copyOf(client.zrange(set.key(), 0, -1));
        }
    }

    /** Number of members with at most that score, in all sorted sets whose names match. */
    public long count(String pattern, double highest) {
        return matching(pattern).stream()
                .mapToLong(each -> {
                    try (var client = each.at().client()) {
                        return client.zcount(each.key(), Double.NEGATIVE_INFINITY, highest);
                    }
                })
                .sum();
    }

    /** Keys that two masters have. */
    public List<String> twice() {
        var seen = new HashSet<String>();
        return all().stream().map(Stored::key).filter(key -> !seen.add(key)).toList();
    }

    /** The key of a session's document, or of its tombstone. */
    public Optional<Stored> session(String id) {
        return of(id).stream()
                .filter(each -> each.key().endsWith(id) && each.isString())
                .findFirst();
    }
}
