package org.vedfolnir.session.store;

import java.util.Map;
import java.util.Set;

/**
 * What a change does to the parts of a session, the values that lie beside its document. Immutable, but for the bytes, which nobody
 * may change.
 *
 * @param written new values by the number of their part, which take the place of what has that number
 * @param dropped numbers of parts that the new document does not name any more
 */
public record PartChanges(Map<Integer, byte[]> written, Set<Integer> dropped) {

    /** Whether no part changes. */
    public boolean isEmpty() {
        return written.isEmpty() && dropped.isEmpty();
    }

    /** No part is changed. */
    public static final PartChanges NONE = new PartChanges(Map.of(), Set.of());

    public PartChanges {
        written = Map.copyOf(written);
        dropped = Set.copyOf(dropped);
    }
}
