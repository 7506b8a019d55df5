package org.vedfolnir.session.store;

import java.util.Map;
import java.util.Set;

/**
 * A change to the parts of a session, which are values beside its document. Immutable, except for the bytes, which must
 * not be changed.
 *
 * @param written new values by the number of their part; they replace parts with that number
 * @param dropped numbers of parts that the new document no longer names
 */
public record PartChanges(Map<Integer, byte[]> written, Set<Integer> dropped) {

    /** Whether no part changes. */
    public boolean isEmpty() {
        return written.isEmpty() && dropped.isEmpty();
    }

    /** Changes no part. */
    public static final PartChanges NONE = new PartChanges(Map.of(), Set.of());

    public PartChanges {
        written = Map.copyOf(written);
        dropped = Set.copyOf(dropped);
    }
}
