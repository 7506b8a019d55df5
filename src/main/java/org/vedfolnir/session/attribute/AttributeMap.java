package org.vedfolnir.session.attribute;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The attributes as Tomcat sees them: replaces the map inside {@code StandardSession}, so that Tomcat's own code
 * handles listeners, names and errors. Thread-safe.
 */
final class AttributeMap extends AbstractMap<String, Object> implements ConcurrentMap<String, Object> {

    private final TrackedAttributes attributes;

    AttributeMap(TrackedAttributes attributes) {
        this.attributes = attributes;
    }

    @Override
    public @Nullable Object get(Object key) {
        return key instanceof String name ? attributes.get(name) : attributes.nothing(key);
    }

    @Override
    public @Nullable Object put(String name, Object value) {
        attributes.requireFits(name, value);
        attributes.get(name); // loads it
        return attributes.set(name, value);
    }

    @Override
    public @Nullable Object remove(Object key) {
        get(key); // loads it
        return key instanceof String name ? attributes.delete(name) : null;
    }

    @Override
    public boolean containsKey(Object key) {
        return key instanceof String name && attributes.has(name);
    }

    @Override
    public int size() {
        return attributes.size();
    }

    /** A snapshot, since listeners change attributes during an iteration. */
    @Override
    public Set<String> keySet() {
        return attributes.names();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        var snapshot = new HashMap<String, Object>();
        for (var name : keySet()) {
            var value = attributes.get(name);
            if (value != null) {
                snapshot.put(name, value);
            }
        }
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, Object>> iterator() {
                return Map.copyOf(snapshot).entrySet().iterator();
            }

            @Override
            public int size() {
                return snapshot.size();
            }
        };
    }

    @Override
    public @Nullable Object putIfAbsent(String name, Object value) {
        attributes.get(name); // loads it
        synchronized (attributes) {
            var before = attributes.known(name);
            return before != null ? before : attributes.set(name, value);
        }
    }

    @Override
    public boolean remove(Object key, Object value) {
        get(key);
        synchronized (attributes) {
            return key instanceof String name
                    && value.equals(attributes.known(name))
                    && attributes.delete(name) != null;
        }
    }

    @Override
    public boolean replace(String name, Object before, Object after) {
        attributes.get(name);
        synchronized (attributes) {
            if (!before.equals(attributes.known(name))) {
                return false;
            }
            attributes.set(name, after);
            return true;
        }
    }

    @Override
    public @Nullable Object replace(String name, Object value) {
        attributes.get(name);
        synchronized (attributes) {
            return attributes.known(name) == null ? null : attributes.set(name, value);
        }
    }
}
