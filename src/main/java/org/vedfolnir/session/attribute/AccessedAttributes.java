package org.vedfolnir.session.attribute;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes somebody asked for, set or removed, and what value he got last: who has a value in hand may change it in place. Guarded
 * by the {@link TrackedAttributes} that it belongs to.
 */
public final class AccessedAttributes {

    private final Map<String, @Nullable Object> values = new HashMap<>();
    /** What is not saved yet. */
    private final Map<String, @Nullable Object> set = new HashMap<>();

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
        set.put(name, value);
    }

    /** What was set and not saved yet. */
    Set<String> set() {
        return Set.copyOf(set.keySet());
    }

    /** @return null for what was removed */
    @Nullable
    Object lastSet(String name) {
        return set.get(name);
    }

    boolean hasSet(String name) {
        return set.containsKey(name);
    }

    boolean hasSet(String name, @Nullable Object value) {
        return set.containsKey(name) && set.get(name) == value;
    }

    void saved(String name, @Nullable Object value) {
        if (hasSet(name, value)) {
            set.remove(name);
        }
    }

    /** What another has asked for counts here from now on. */
    void takeOver(AccessedAttributes other) {
        times += other.times;
        values.putAll(other.values);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    boolean hasInHand(String name, @Nullable Object value) {
        return values.containsKey(name) && values.get(name) == value;
    }

    /** How often: nobody has another value in hand than when it was as many times. */
    long times() {
        return times;
    }
}
