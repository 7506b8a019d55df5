package org.vedfolnir.session.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vedfolnir.session.cluster.Ledger.Wrong;
import org.vedfolnir.session.node.Browser;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.StoredKeys;
import org.vedfolnir.session.store.redis.StoredKeys.Looked;
import org.vedfolnir.testing.Crowd;

/** What must be there, and what must not, when visitors have left and a Redis Cluster is whole again: nothing is excused by what happened to it. */
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

    /** Reads all on each of these nodes, and enters what is wrong. */
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
            var told = read(node, cookie, "user_id");
            if (!told.equals("no session")) {
                ledger.wrong(Wrong.RESURRECTED, cookie.id() + " opens the session of " + told);
            }
        }
    }

    private static void read(Ledger ledger, Node node, AnsweredVisitor.Session session) throws Exception {
        for (var attribute : session.shown().entrySet()) {
            var told = read(node, session.browser(), attribute.getKey());
            if (!attribute.getValue().contains(told)) {
                var foreign = attribute.getKey().equals("user_id") && told.contains("-");
                ledger.wrong(
                        foreign ? Wrong.FOREIGN : Wrong.LOST,
                        "in the end, %s of %s is %s, not %s"
                                .formatted(attribute.getKey(), session.user(), told, attribute.getValue()));
            }
        }
    }

    private static String read(Node node, Browser visitor, String name) throws Exception {
        var read = new String[1];
        // a copy: a node that does not know the cookie takes it away
        Eventually.within(PATIENCE, () -> {
            var answer = visitor.copy().get(node, "/get?name=" + name);
            read[0] = answer.body();
            return answer.statusCode() == 200;
        });
        return ProbeServlet.digest(read[0]);
    }

    /** Each key belongs to a session of theirs that lives, or says for a while that one does not: where they know of all that was done. */
    void assertNothingIsLeft() {
        var ids = live().stream().map(each -> each.browser().id()).collect(Collectors.toSet());
        assertThat(documents(keys.strings())).containsExactlyInAnyOrderElementsOf(ids);
        assertKeysAreWhole();
    }

    /** Each part has a document, each document and each mark an end, and each document has begun once and has not ended. */
    void assertKeysAreWhole() {
        assertThat(keys.twice()).as("on two masters").isEmpty();
        var strings = keys.strings();
        var documents = documents(strings);
        assertThat(strings)
                .filteredOn(each -> each.timeToLive() == -1)
                .as("without an end")
                .isEmpty();
        assertThat(strings).filteredOn(Looked::isPart).as("parts of no session").allMatch(part -> documents.stream()
                .anyMatch(part.key()::contains));
        var created = recorded("session_created");
        assertThat(created).as("created").doesNotHaveDuplicates();
        var ended = recorded("session_ended");
        assertThat(ended).as("ended").doesNotHaveDuplicates().isSubsetOf(created);
        assertThat(created.size() - ended.size()).as("have begun and not ended").isEqualTo(documents.size());
    }

    /** Ids. */
    private static List<String> documents(List<Looked> strings) {
        return strings.stream()
                .filter(Looked::isDocument)
                .map(each -> each.key().substring(each.key().lastIndexOf(':') + 1))
                .toList();
    }

    /** One beginning for each sign-in that was answered 200, one end for each sign-out, and no other. */
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

    /** An event whose answer was lost may be there twice under one id: readers pass over the second. */
    private Stream<Map<String, String>> events(String type) {
        return keys.events().stream()
                .filter(each -> type.equals(each.get("type")))
                .collect(Collectors.toMap(each -> each.get("id"), each -> each, (one, again) -> one))
                .values()
                .stream();
    }
}
