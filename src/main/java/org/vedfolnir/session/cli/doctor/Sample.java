package org.vedfolnir.session.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.vedfolnir.session.cli.wire.RedisReply.Text;
import org.vedfolnir.session.store.SessionId;

/**
 * Some of the sessions in Redis, and some entries of their index: found by SCAN, as far as this user may run it, and through the index.
 * Bounded, so that a large Redis is not burdened.
 *
 * @param scanned whether SCAN was permitted
 * @param whole whether all keys were seen
 */
record Sample(boolean scanned, boolean whole, List<SampledDocument> documents, List<Entry> entries) {

    private static final int MOST_KEYS = 20_000;
    private static final int MOST_DOCUMENTS = 500;
    private static final int AT_ONCE = 1000;
    private static final Pattern TAG = Pattern.compile("^(\\{[^}]*\\}):(.+)$");

    /**
     * An entry of an index of expiries.
     *
     * @param score when its session may be over, ms since 1970
     * @param exists whether there is a value at the key of its session
     */
    record Entry(SessionId id, double score, boolean exists) {}

    static Sample of(Subject subject) throws IOException {
        var scanned = true;
        var whole = true;
        var documents = new ArrayList<SampledDocument>();
        var entries = new ArrayList<Entry>();
        for (var server : subject.servers()) {
            var of = new OfServer(subject, server);
            scanned &= of.scan();
            whole &= of.whole;
            of.readIndexes(entries);
            of.readDocuments(documents);
        }
        return new Sample(scanned, whole, documents, entries);
    }

    /** Says how much was looked at. */
    String extent() {
        return whole
                ? "all keys were seen"
                : scanned ? "a sample" : "entries of the index only, since this user may not run SCAN";
    }

    /** What one server has. */
    private static final class OfServer {

        private final Subject subject;
        private final Server server;
        private final String prefix;
        private final String base;
        private final Map<String, SessionId> sessions = new LinkedHashMap<>();
        private final Set<String> indexes = new LinkedHashSet<>();
        private boolean whole;

        OfServer(Subject subject, Server server) {
            this.subject = subject;
            this.server = server;
            this.prefix = subject.redis().keyPrefix();
            this.base = subject.redis().expiries();
            if (!subject.isCluster()) {
                indexes.add(base);
            }
        }

        boolean scan() throws IOException {
            var cursor = "0";
            var seen = 0;
            do {
                var page = server.connection().command("SCAN", cursor, "COUNT", Integer.toString(AT_ONCE));
                if (page.elements().size() != 2) {
                    return false;
                }
                cursor = String.valueOf(page.elements().get(0).text());
                var keys = page.elements().get(1).elements();
                keys.forEach(key -> sort(String.valueOf(key.text())));
                seen += keys.size();
            } while (!cursor.equals("0") && seen < MOST_KEYS);
            whole = cursor.equals("0");
            return true;
        }

        private void sort(String key) {
            if (key.startsWith(prefix) && sessions.size() < MOST_DOCUMENTS) {
                var rest = key.substring(prefix.length());
                var tagged = TAG.matcher(rest);
                SessionId.parse(tagged.matches() ? tagged.group(2) : rest).ifPresent(id -> sessions.put(key, id));
            } else if (key.startsWith(base + ":{") && subject.isCluster()) {
                indexes.add(key);
            }
        }

        private String tag(String name, String start) {
            var tagged = TAG.matcher(name.substring(start.length()) + ":");
            return name.length() > start.length() && name.charAt(start.length()) == '{' && tagged.lookingAt()
                    ? tagged.group(1)
                    : "";
        }

        void readIndexes(List<Entry> entries) throws IOException {
            for (var index : indexes) {
                var tag = index.length() > base.length() && subject.isCluster()
                        ? index.substring(base.length() + 1) + ":"
                        : "";
                var found = server.connection()
                        .command("ZRANGE", index, "0", Integer.toString(AT_ONCE - 1), "WITHSCORES")
                        .elements();
                var ids = new ArrayList<SessionId>();
                var scores = new ArrayList<Double>();
                for (var i = 0; i + 1 < found.size(); i += 2) {
                    var score = found.get(i + 1).text();
                    SessionId.parse(found.get(i).text()).ifPresent(id -> {
                        ids.add(id);
                        scores.add(score == null || score.equals("inf") ? Double.MAX_VALUE : Double.parseDouble(score));
                    });
                }
                addEntries(ids, scores, tag, entries);
            }
        }

        private void addEntries(List<SessionId> ids, List<Double> scores, String tag, List<Entry> entries)
                throws IOException {
            var there = server.connection()
                    .pipeline(ids.stream()
                            .map(id -> new String[] {"EXISTS", prefix + tag + id.value()})
                            .toList());
            for (var i = 0; i < ids.size(); i++) {
                entries.add(new Entry(ids.get(i), scores.get(i), there.get(i).number() == 1));
                if (sessions.size() < MOST_DOCUMENTS) {
                    sessions.put(prefix + tag + ids.get(i).value(), ids.get(i));
                }
            }
        }

        void readDocuments(List<SampledDocument> documents) throws IOException {
            for (var session : sessions.entrySet()) {
                var key = session.getKey();
                var replies =
                        server.connection().pipeline(List.of(new String[] {"PTTL", key}, new String[] {"GET", key}));
                if (replies.get(1) instanceof Text value) {
                    var tag = tag(key, prefix);
                    var found = new SampledDocument(
                            server,
                            key,
                            session.getValue(),
                            tag.isEmpty() ? base : base + ":" + tag,
                            replies.get(0).number(),
                            value.bytes());
                    if (found.isDocument()) {
                        documents.add(found);
                    }
                }
            }
        }
    }
}
