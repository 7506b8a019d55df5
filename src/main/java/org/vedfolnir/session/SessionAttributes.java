package org.vedfolnir.session;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.AttributeCodec;
import org.vedfolnir.session.document.EncodedAttribute;
import org.vedfolnir.session.document.UndecodableAttributeException;

/**
 * The attributes of one session in one request: decoded when they are first read, with a record of what changed. It stands in for
 * the map inside Tomcat's {@code StandardSession}, so that listeners, names and errors stay Tomcat's own. Thread-safe.
 */
final class SessionAttributes extends AbstractMap<String, Object> implements ConcurrentMap<String, Object> {

    private static final System.Logger LOG = System.getLogger(SessionAttributes.class.getName());

    private Map<String, EncodedAttribute> base;
    private final AttributeCodec codec;
    private final ClassLoader webapp;
    private final Watch watch;
    private final Map<String, Object> live = new HashMap<>();
    private final Set<String> put = new HashSet<>();
    private final Set<String> removed = new HashSet<>();
    /** Not there for this node; left in the store for a node that has their class. */
    private final Set<String> undecodable = new HashSet<>();

    /** Read only because another name has the same object. */
    private final Set<String> unasked = new HashSet<>();

    /** Of these, the ones that no node has told yet. */
    private final Set<String> untold = new HashSet<>();

    private final Set<String> told = new HashSet<>();

    private Map<String, @Nullable EncodedAttribute> sent = Map.of();
    private Map<String, EncodedAttribute> onlyOver = Map.of();

    SessionAttributes(Map<String, EncodedAttribute> base, AttributeCodec codec, ClassLoader webapp) {
        this(base, codec, webapp, Watch.all());
    }

    SessionAttributes(Map<String, EncodedAttribute> base, AttributeCodec codec, ClassLoader webapp, Watch watch) {
        this.watch = watch;
        this.base = base;
        this.codec = codec;
        this.webapp = webapp;
    }

    /**
     * What this request changed: what was set, what was removed, and what was read and then changed in place. A value that is
     * encoded as before is no change; but as soon as there is one, everything that was set or removed belongs to it, so that fields
     * set together stay together when another request sets the same ones at the same time.
     *
     * @param savedAnyway whether something else of this request is saved in the same step
     */
    synchronized Map<String, @Nullable EncodedAttribute> changes(boolean savedAnyway) {
        var written = new LinkedHashMap<String, @Nullable EncodedAttribute>();
        var conditions = new HashMap<String, EncodedAttribute>();
        var objects = new SharedObjects(live, codec);
        removed.forEach(name -> written.put(name, null));
        told.forEach(name -> {
            var before = base.get(name);
            if (before != null && undecodable.contains(name)) {
                written.put(name, before.asDropped());
                conditions.put(name, before);
            }
        });
        live.forEach((name, value) -> {
            var before = base.get(name);
            if (put.contains(name) || before == null) {
                written.put(name, objects.encoded(name, value));
            } else if (!AttributeCodec.immutable(value) && !watch.leaves(name, before)) {
                var encoded = objects.encoded(name, value);
                var unchanged = isStill(encoded, before);
                if (unchanged && Objects.equals(encoded.same(), before.same())) {
                    return;
                }
                written.put(name, unchanged ? before.sharedWith(encoded.same()) : encoded);
                if (unchanged || unasked.contains(name)) {
                    conditions.put(name, before);
                }
            }
        });
        var differs =
                written.entrySet().stream().anyMatch(each -> !Objects.equals(each.getValue(), base.get(each.getKey())));
        sent = savedAnyway || differs ? written : Map.of();
        onlyOver = savedAnyway || differs ? conditions : Map.of();
        return sent;
    }

    /**
     * Whether a value is as it was read. Its text alone does not tell: the same value may have been written otherwise, by another program, or
     * by Java serialization, which also writes how large a hash table happens to be.
     */
    private boolean isStill(EncodedAttribute now, EncodedAttribute before) {
        if (now.hasValueOf(before)) {
            return true;
        }
        try {
            return codec.encode(codec.decode(before, webapp)).hasValueOf(now);
        } catch (UndecodableAttributeException e) {
            return false;
        }
    }

    /**
     * Of the changes just listed, those that this request did not mean for these names: an object that is theirs as well was changed
     * under another name, or ceased to be shared. They hold only for a name that still has the value that was read.
     */
    synchronized Map<String, EncodedAttribute> onlyOver() {
        return onlyOver;
    }

    /**
     * Names of attributes that this request found undecodable and that no request told of before. Each is answered once; that it was told
     * is part of the changes from now on.
     */
    synchronized Set<String> dropped() {
        var names = Set.copyOf(untold);
        told.addAll(names);
        untold.clear();
        return names;
    }

    /** After a save: what changes from now on changes against this. */
    synchronized void rebase(Map<String, EncodedAttribute> saved) {
        var mine = new HashMap<String, @Nullable EncodedAttribute>(base);
        mine.putAll(sent);
        // what another request saved meanwhile is read anew, not overwritten by the copy that was read before
        live.keySet().removeIf(name -> !Objects.equals(mine.get(name), saved.get(name)));
        base = saved;
        sent = Map.of();
        onlyOver = Map.of();
        put.clear();
        removed.clear();
        undecodable.clear();
        told.clear();
        unasked.retainAll(live.keySet());
    }

    @Override
    public synchronized @Nullable Object get(Object key) {
        if (!(key instanceof String name) || removed.contains(name) || undecodable.contains(name)) {
            return null;
        }
        var known = live.get(name);
        var value = known != null ? known : decode(name);
        unasked.remove(name);
        return value;
    }

    private @Nullable Object decode(String name) {
        var encoded = base.get(name);
        if (encoded == null) {
            return null;
        }
        var names = SharedObjects.names(base, name, encoded);
        names.removeIf(each -> put.contains(each) || removed.contains(each));
        var value =
                names.stream().map(live::get).filter(Objects::nonNull).findAny().orElse(null);
        if (value == null) {
            value = decode(name, encoded);
        }
        for (var each : value == null ? Set.<String>of() : names) {
            if (live.put(each, value) == null) {
                unasked.add(each);
            }
        }
        return value;
    }

    private @Nullable Object decode(String name, EncodedAttribute encoded) {
        try {
            return codec.decode(encoded, webapp);
        } catch (UndecodableAttributeException e) {
            if (undecodable.add(name) && !encoded.dropped()) {
                untold.add(name);
                LOG.log(
                        System.Logger.Level.WARNING,
                        "A session attribute cannot be decoded; the session goes on without it. {0}",
                        e.getMessage());
            }
            return null;
        }
    }

    @Override
    public synchronized @Nullable Object put(String name, Object value) {
        var before = get(name);
        live.put(name, value);
        put.add(name);
        removed.remove(name);
        undecodable.remove(name);
        return before;
    }

    @Override
    public synchronized @Nullable Object remove(Object key) {
        var before = get(key);
        if (key instanceof String name) {
            live.remove(name);
            put.remove(name);
            undecodable.remove(name);
            removed.add(name);
        }
        return before;
    }

    @Override
    public synchronized boolean containsKey(Object key) {
        return key instanceof String name && names().contains(name);
    }

    @Override
    public synchronized int size() {
        return names().size();
    }

    private Set<String> names() {
        var names = new HashSet<>(base.keySet());
        names.addAll(live.keySet());
        names.removeAll(removed);
        names.removeAll(undecodable);
        return names;
    }

    /** A snapshot; Tomcat iterates it while listeners change attributes. */
    @Override
    public synchronized Set<String> keySet() {
        return Set.copyOf(names());
    }

    @Override
    public synchronized Set<Entry<String, Object>> entrySet() {
        var snapshot = new HashMap<String, Object>();
        for (var name : names()) {
            var value = get(name);
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
    public synchronized @Nullable Object putIfAbsent(String name, Object value) {
        var before = get(name);
        return before != null ? before : put(name, value);
    }

    @Override
    public synchronized boolean remove(Object key, Object value) {
        return value.equals(get(key)) && remove(key) != null;
    }

    @Override
    public synchronized boolean replace(String name, Object before, Object after) {
        if (!before.equals(get(name))) {
            return false;
        }
        put(name, after);
        return true;
    }

    @Override
    public synchronized @Nullable Object replace(String name, Object value) {
        return get(name) == null ? null : put(name, value);
    }
}
