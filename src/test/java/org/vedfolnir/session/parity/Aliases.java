package org.vedfolnir.session.parity;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names session ids in the order of their first appearance, so that two runs can be compared. Thread-safe. */
final class Aliases {

    private final Map<String, String> names = new LinkedHashMap<>();

    synchronized String of(@Nullable String id) {
        return id == null ? "none" : names.computeIfAbsent(id, any -> "s" + (names.size() + 1));
    }

    /** An id that no server generated. */
    synchronized void name(String id, String alias) {
        names.put(id, alias);
    }
}
