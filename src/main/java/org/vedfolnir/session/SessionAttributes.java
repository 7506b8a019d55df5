package org.vedfolnir.session;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.AttributeCodec;
import org.vedfolnir.session.document.EncodedAttribute;
import org.vedfolnir.session.document.Part;
import org.vedfolnir.session.document.TooLargeException;
import org.vedfolnir.session.document.UndecodableAttributeException;

/**
 * The attributes of one session in one request: decoded when they are first read, with a record of what changed. It stands in for
 * the map inside Tomcat's {@code StandardSession}, so that listeners, names and errors stay Tomcat's own. Thread-safe.
 */
final class SessionAttributes extends AbstractMap<String, Object> implements ConcurrentMap<String, Object> {

    private static final System.Logger LOG = System.getLogger(SessionAttributes.class.getName());

    private StoredValues base;
    private final AttributeCodec codec;
    private final ClassLoader webapp;
    private final Activation activation;
    private final BiPredicate<String, Object> leftOut;
    private final Map<String, Object> live = new HashMap<>();
    private final Set<String> put = new HashSet<>();
    private final Set<String> removed = new HashSet<>();
    /** Not there for this node, or left out by its filters; left in the store for a node that has their class. */
    private final Set<String> undecodable = new HashSet<>();

    private Map<String, @Nullable EncodedAttribute> sent = Map.of();

    /** @param leftOut which attributes live only as long as their request */
    SessionAttributes(
            StoredValues base,
            AttributeCodec codec,
            ClassLoader webapp,
            Activation activation,
            BiPredicate<String, Object> leftOut) {
        this.leftOut = leftOut;
        this.base = base;
        this.activation = activation;
        this.codec = codec;
        this.webapp = webapp;
    }

    /** Before {@link #changes}: tells the values that they are about to be written. */
    void passivate() {
        activation.passivate(alive());
    }

    /** After a save in the midst of a request, which goes on with the same values. */
    void activate() {
        alive().forEach(activation::awake);
    }

    private synchronized List<Object> alive() {
        return List.copyOf(live.values());
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
        removed.forEach(name -> written.put(name, null));
        live.forEach((name, value) -> {
            if (leftOut.test(name, value)) {
                return;
            }
            if (put.contains(name)) {
                written.put(name, encoded(name, value));
            } else if (!AttributeCodec.immutable(value)) {
                var encoded = encoded(name, value);
                if (!base.holds(name, encoded)) {
                    written.put(name, encoded);
                }
            }
        });
        sent = savedAnyway || differ(written) ? written : Map.of();
        return sent;
    }

    private boolean differ(Map<String, @Nullable EncodedAttribute> written) {
        for (var each : written.entrySet()) {
            if (!base.holds(each.getKey(), each.getValue())) {
                return true;
            }
        }
        return false;
    }

    private EncodedAttribute encoded(String name, Object value) {
        try {
            return codec.encode(value);
        } catch (TooLargeException e) {
            throw SessionTooLargeException.attribute(name, e.atLeast(), codec.largest());
        }
    }

    /** After a save: what changes from now on changes against this. */
    synchronized void rebase(Map<String, EncodedAttribute> saved, Map<String, Part> savedBeside) {
        var after = base.after(saved, savedBeside);
        // what another request saved meanwhile is read anew, not overwritten by the copy that was read before
        live.keySet()
                .removeIf(
                        name -> !(sent.containsKey(name) ? after.holds(name, sent.get(name)) : after.same(name, base)));
        base = after;
        sent = Map.of();
        put.clear();
        removed.clear();
        undecodable.clear();
    }

    @Override
    public synchronized @Nullable Object get(Object key) {
        if (!(key instanceof String name) || removed.contains(name) || undecodable.contains(name)) {
            return null;
        }
        var known = live.get(name);
        if (known == null) {
            known = decode(name);
        }
        return known == null ? null : activation.awake(known);
    }

    private @Nullable Object decode(String name) {
        var encoded = base.read(name);
        if (encoded == null) {
            missing(name);
            return null;
        }
        try {
            var value = codec.decode(encoded, webapp);
            if (leftOut.test(name, value)) {
                undecodable.add(name);
                return null;
            }
            live.put(name, value);
            activation.decoded(value);
            return value;
        } catch (UndecodableAttributeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A session attribute cannot be decoded; the session goes on without it. {0}",
                    e.getMessage());
            undecodable.add(name);
            return null;
        }
    }

    /** It lay beside the document, and the session ended or lost it meanwhile. */
    private void missing(String name) {
        if (base.names().contains(name)) {
            undecodable.add(name);
        }
    }

    @Override
    public synchronized @Nullable Object put(String name, Object value) {
        try {
            codec.weigh(value);
        } catch (TooLargeException e) {
            throw SessionTooLargeException.attribute(name, e.atLeast(), codec.largest());
        }
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
        var names = base.names();
        names.addAll(live.keySet());
        names.removeAll(removed);
        names.removeAll(undecodable);
        return names;
    }

    /** A snapshot, since listeners change attributes meanwhile; in the order that Tomcat's own map has, in which values are unbound. */
    @Override
    public synchronized Set<String> keySet() {
        var snapshot = ConcurrentHashMap.<String>newKeySet();
        snapshot.addAll(names());
        return snapshot;
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
