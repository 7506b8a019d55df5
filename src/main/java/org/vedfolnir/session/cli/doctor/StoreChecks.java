package org.vedfolnir.session.cli.doctor;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.vedfolnir.session.cli.console.Texts;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.diagnosis.StoreDiagnosis;

/** Checks of the store's own diagnosis, and of the keys that nodes announce. Stateless. */
final class StoreChecks {

    private StoreChecks() {}

    static Finding keys(Subject subject, Store store) {
        var own = subject.target().settings().keys().ring().checkValues();
        var announced = store.nodes().announceKeys(List.of());
        var names = String.join(", ", own.keySet());
        var here = own.isEmpty() ? "These settings have no encryption key" : "The keys of these settings: " + names;
        if (announced.isEmpty()) {
            return Finding.ok("keys", here + ". No node announced keys in the last minute.");
        }
        var missing = announced.stream()
                .map(mark -> mark.substring(0, mark.lastIndexOf(':')))
                .filter(name -> !own.containsKey(name))
                .distinct()
                .toList();
        var other = own.entrySet().stream()
                .filter(key -> announced.stream()
                        .anyMatch(mark -> mark.startsWith(key.getKey() + ":")
                                && !mark.equals(key.getKey() + ":" + key.getValue())))
                .map(Map.Entry::getKey)
                .toList();
        if (!missing.isEmpty() || !other.isEmpty()) {
            return Finding.fail(
                    "keys",
                    here + ". Nodes have "
                            + (missing.isEmpty() ? "another key " + other.get(0) : String.join(", ", missing) + " too")
                            + ": what they seal does not open here.",
                    "Give all nodes, and this command, the same SESSION_ENCRYPTION_KEYS (compare sha256sum of the"
                            + " files).");
        }
        var alone = own.entrySet().stream()
                .filter(key -> !announced.contains(key.getKey() + ":" + key.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        return alone.isEmpty()
                ? Finding.ok("keys", here + "; nodes have the same")
                : Finding.warn(
                        "keys", here + ". No node has " + alone + ".", "Add it to the nodes first (keys rotate).");
    }

    static Finding events(Subject subject, StoreDiagnosis diagnosis) {
        var events = diagnosis.events();
        if (!subject.events().recorded()) {
            return Finding.ok("events", "none are recorded (events is none)");
        }
        var found = Texts.size(events.bytes()) + " of " + Texts.size(events.most()) + " wait for the audit trail, "
                + events.lost() + " were lost so far";
        var sentences = diagnosis.ofEvents().toList();
        if (sentences.isEmpty()) {
            return Finding.ok("events", found);
        }
        return events.missing() > 0
                ? Finding.fail("events", found + ". " + sentences.get(0), "")
                : Finding.warn("events", found + ". " + sentences.get(0), "");
    }

    /** What else the store found: refusals, Sentinels, failovers. The rest has checks of its own. */
    static Finding store(Subject subject, StoreDiagnosis diagnosis) {
        var covered = subject.servers().stream()
                .flatMap(server -> server.info().concerns().stream())
                .map(Concern::summary)
                .collect(Collectors.toSet());
        var others = diagnosis.concerns().stream()
                .filter(each -> !diagnosis.isOfEvents(each) && !covered.contains(each.summary()))
                .map(Concern::sentence)
                .toList();
        return others.isEmpty()
                ? Finding.ok("store", "opened as the manager opens it; it reads and writes")
                : Finding.fail("store", others.get(0), "").with(others.subList(1, others.size()));
    }
}
