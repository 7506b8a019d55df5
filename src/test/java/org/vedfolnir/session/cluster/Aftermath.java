package org.vedfolnir.session.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vedfolnir.session.cluster.Ledger.Wrong;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.StoredKeys;
import org.vedfolnir.session.store.redis.StoredKeys.Scanned;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Crowd;

/** The final state after visitors have left and a Redis Cluster is whole again: what must be stored and what must not. No fault excuses a loss. */
final class Aftermath {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<AnsweredVisitor> visitors;
    private final StoredKeys keys;

    Aftermath(List<AnsweredVisitor> visitors, StoredKeys keys) {
        this.visitors = visitors;
        this.keys = keys;
    }

    private List<AnsweredVisitor.Session> live() {
        return visitors.stream().flatMap(each -> each.live().stream()).toList();
    }

    /** Reads all attributes on each of these nodes, and enters what is wrong. */
    void read(Ledger ledger, Node... nodes) {
        for (var node : nodes) {
            Crowd.of(visitors.size(), each -> read(ledger, node, visitors.get(each)))
                    .join();
        }
    }

    private static void read(Ledger ledger, Node node, AnsweredVisitor visitor) throws Exception {
        for (var session : visitor.live()) {
            read(ledger, node, session);
        }
        for (var cookie : visitor.dead()) {
            var value = read(node, cookie, "user_id");
            if (!value.equals("no session")) {
                ledger.wrong(Wrong.RESURRECTED, cookie.id() + " opens the session of " + value);
            }
        }
    }

    private static void read(Ledger ledger, Node node, AnsweredVisitor.Session session) throws Exception {
        for (var attribute : session.shown().entrySet()) {
            var value = read(node, session.browser(), attribute.getKey());
            if (!attribute.getValue().contains(value)) {
                var foreign = attribute.getKey().equals("user_id") && value.contains("-");
                ledger.wrong(
                        foreign ? Wrong.FOREIGN : Wrong.LOST,
                        "in the end, %s of %s is %s, not %s"
                                .formatted(attribute.getKey(), session.user(), value, attribute.getValue()));
            }
        }
    }

    private static String read(Node node, Browser visitor, String name) throws Exception {
        var read = new String[1];
        // a copy, because a node expires a cookie that it does not know
        Eventually.within(PATIENCE, () -> {
            var answer = visitor.copy().get(node, "/get?name=" + name);
            read[0] = answer.body();
            return answer.statusCode() == 200;
        });
        return ProbeServlet.digest(read[0]);
    }

    /** Each key belongs to a live session of these visitors, or is a tombstone. For tests in which the visitors know everything that was done. */
    void assertNothingIsLeft() {
        var ids = live().stream().map(each -> each.browser().id()).collect(Collectors.toSet());
        assertThat(documents(keys.strings())).containsExactlyInAnyOrderElementsOf(ids);
        assertKeysAreWhole();
    }

    /** Each part has a document, each document and tombstone has an end, and each document has one start and no end event. */
    void assertKeysAreWhole() {
        assertThat(keys.twice()).as("keys on two masters").isEmpty();
        var strings = keys.strings();
        var documents = documents(strings);
        assertThat(strings)
                .filteredOn(each -> each.timeToLive() == -1)
                .as("keys without an end")
                .isEmpty();
        assertThat(strings)
                .filteredOn(Scanned::isPart)
                .as("parts without a session")
                .allMatch(part -> documents.stream().anyMatch(part.key()::contains));
        var created = recorded("session_created");
        assertThat(created).as("created").doesNotHaveDuplicates();
        var ended = recorded("session_ended");
        assertThat(ended).as("ended").doesNotHaveDuplicates().isSubsetOf(created);
        assertThat(created.size() - ended.size())
                .as("sessions without an end event")
                .isEqualTo(documents.size());
    }

    /** The ids of documents. */
    private static List<String> documents(List<Scanned> strings) {
        return strings.stream()
                .filter(Scanned::isDocument)
                .map(each -> each.key().substring(each.key().lastIndexOf(':') + 1))
                .toList();
    }

    /** One start for each sign-in that was answered 200, one end for each sign-out, and no other event. */
    void assertEachIsRecordedOnce() {
        assertThat(users("session_created")).containsExactlyInAnyOrderElementsOf(signedIn());
        assertThat(users("session_ended"))
                .containsExactlyInAnyOrderElementsOf(
                        visitors.stream().flatMap(each -> each.ended().stream()).toList());
    }

    private List<String> signedIn() {
        var users = new ArrayList<String>();
        live().forEach(each -> users.add(each.user()));
        visitors.forEach(each -> users.addAll(each.ended()));
        return users;
    }

    private List<String> users(String type) {
        return events(type).map(each -> each.getOrDefault("user", "nobody")).toList();
    }

    /** Handles of the sessions. */
    private List<String> recorded(String type) {
        return events(type).map(each -> String.valueOf(each.get("session"))).toList();
    }

    /** An event with a lost reply may be there twice with one id: readers skip the second. */
    private Stream<Map<String, String>> events(String type) {
        return keys.events().stream()
                .filter(each -> type.equals(each.get("type")))
                .collect(Collectors.toMap(each -> each.get("id"), each -> each, (one, again) -> one))
                .values()
                .stream();
    }
}
