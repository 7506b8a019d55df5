package org.vedfolnir.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes somebody asked for, set or removed, and what value he got last: who has a value in hand may change it in place. Guarded
 * by the {@link SessionAttributes} that it belongs to.
 */
final class AskedNames {

    private final Map<String, @Nullable Object> values = new HashMap<>();
    private final Set<String> set = new HashSet<>();
    private long times;

    void add(Object name, @Nullable Object value) {
        times++;
        if (name instanceof String text) {
            values.put(text, value);
        }
    }

    /** Null when it was removed. */
    void set(String name, @Nullable Object value) {
        add(name, value);
        set.add(name);
    }

    boolean hasSet(String name) {
        return set.contains(name);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    boolean hasInHand(String name, Object value) {
        return values.get(name) == value;
    }

    /** How often: nobody has another value in hand than when it was as many times. */
    long times() {
        return times;
    }
}
