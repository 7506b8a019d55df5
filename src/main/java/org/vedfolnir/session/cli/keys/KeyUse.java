package org.vedfolnir.session.cli.keys;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vedfolnir.session.cli.console.Console;
import org.vedfolnir.session.cli.console.Progress;
import org.vedfolnir.session.cli.options.Target;
import org.vedfolnir.session.cli.sessions.SessionReader;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.store.Store;

/**
 * Which keys there are, and what they seal. Immutable.
 *
 * @param own the keys of the settings with their check values, the one that seals first
 * @param announced name and check value of each key that nodes announced in the last minute, with a colon between them
 * @param sealed how many sessions each key seals
 * @param plain how many sessions are not sealed
 */
record KeyUse(Map<String, String> own, Set<String> announced, Map<String, Long> sealed, long plain) {

    static KeyUse of(Target target, Store store, Console console) {
        var sealed = new LinkedHashMap<String, Long>();
        var plain = new long[1];
        var reader = new SessionReader(store, target);
        try (var progress = new Progress(console, "Reading", reader.count())) {
            reader.documents(progress)
                    .map(DocumentCodec::keyOf)
                    .forEach(key -> key.ifPresentOrElse(name -> sealed.merge(name, 1L, Long::sum), () -> plain[0]++));
        }
        return new KeyUse(
                target.settings().keys().ring().checkValues(),
                new LinkedHashSet<>(store.nodes().announceKeys(List.of())),
                sealed,
                plain[0]);
    }

    /** Returns the names of all keys that a node has, or that a session needs. */
    Set<String> names() {
        var names = new LinkedHashSet<>(own.keySet());
        announced.forEach(mark -> names.add(mark.substring(0, mark.lastIndexOf(':'))));
        names.addAll(sealed.keySet());
        return names;
    }

    long sealedBy(String name) {
        return sealed.getOrDefault(name, 0L);
    }

    /** Whether a node announced the same key as the settings have under that name. */
    boolean isAnnounced(String name) {
        return announced.contains(name + ":" + own.get(name));
    }

    /** Whether a node announced any key of that name. */
    boolean isAnnouncedByName(String name) {
        return announced.stream().anyMatch(mark -> mark.startsWith(name + ":"));
    }
}
