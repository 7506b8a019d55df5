package org.vedfolnir.session.document.attribute.serialization;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.type.Immutability;

/** Tables that call {@code hashCode} of their keys when they are read. Stateless. */
final class HashTables {

    private HashTables() {}

    /** Returns the keys of such a table; none for any other object. */
    static Collection<?> keysOf(Object written) {
        if (written instanceof HashSet<?> set) {
            return set;
        }
        return written instanceof HashMap<?, ?>
                        || written instanceof Hashtable<?, ?>
                        || written instanceof ConcurrentHashMap<?, ?>
                ? ((Map<?, ?>) written).keySet()
                : Set.of();
    }

    /** Whether the hashCode of a key may depend on fields that are set later than it is read. */
    static boolean isOfApplication(@Nullable Object key) {
        return key != null && !Immutability.of(key) && !(key instanceof Class<?>);
    }
}
