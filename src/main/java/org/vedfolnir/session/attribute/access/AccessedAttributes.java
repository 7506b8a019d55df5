package org.vedfolnir.session.attribute.access;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes a request got, set or removed, and which value it got last: as long as it has a value in hand, it may change it in place.
 * Guarded by the tracked attributes that it belongs to.
 */
public final class AccessedAttributes {

    private final Map<String, @Nullable Object> values = new HashMap<>();
    /** What is not saved yet. */
    private final Map<String, @Nullable Object> set = new HashMap<>();

    private long times;

    public void add(Object name, @Nullable Object value) {
        times++;
        if (name instanceof String text) {
            values.put(text, value);
        }
    }

    /** @param value null when it was removed */
    public void set(String name, @Nullable Object value) {
        add(name, value);
        set.put(name, value);
    }

    /** Names of what was set or removed, and not saved yet. */
    public Set<String> set() {
        return Set.copyOf(set.keySet());
    }

    /** @return null for what was removed */
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

    /** A save wrote this value, or removed the attribute where it is null; a value that was set since is still to be saved. */
    public void saved(String name, @Nullable Object value) {
        if (hasSet(name, value)) {
            set.remove(name);
        }
    }

    /** What another has asked for counts here from now on. */
    public void takeOver(AccessedAttributes other) {
        times += other.times;
        values.putAll(other.values);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public boolean hasInHand(String name, @Nullable Object value) {
        return values.containsKey(name) && values.get(name) == value;
    }

    /** How often attributes were asked for: as long as it stays the same, no other value is in hand. */
    public long times() {
        return times;
    }
}
