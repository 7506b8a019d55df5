package org.vedfolnir.session.attribute.access;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes a request read, set or removed, and the last value that it got of each: as long as it holds a value,
 * it may change it in place. Guarded by its tracked attributes.
 */
public final class AccessedAttributes {

    private final Map<String, @Nullable Object> values = new HashMap<>();
    /** Unsaved changes. */
    private final Map<String, @Nullable Object> set = new HashMap<>();

    private long times;

    public void add(Object name, @Nullable Object value) {
        times++;
        if (name instanceof String text) {
            values.put(text, value);
        }
    }

    /** @param value null if it was removed */
    public void set(String name, @Nullable Object value) {
        add(name, value);
        set.put(name, value);
    }

    /** Names that were set or removed, and are not saved. */
    public Set<String> set() {
        return Set.copyOf(set.keySet());
    }

    /** @return null if it was removed */
    @Nullable
    public Object lastSet(String name) {
        return set.get(name);
    }

    public boolean hasSet(String name) {
        return set.containsKey(name);
    }

    public boolean hasSet(String name, @Nullable Object value) {
        return set.containsKey(name) && set.get(name) == value;
    }

    /** A save wrote this value, or removed the attribute if it is null; a value that was set since is still to be saved. */
    public void saved(String name, @Nullable Object value) {
        if (hasSet(name, value)) {
            set.remove(name);
        }
    }

    /** Takes over what another one has read. */
    public void takeOver(AccessedAttributes other) {
        times += other.times;
        values.putAll(other.values);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public boolean holds(String name, @Nullable Object value) {
        return values.containsKey(name) && values.get(name) == value;
    }

    /** How often attributes were read: as long as this stays the same, no other value is held. */
    public long times() {
        return times;
    }
}
