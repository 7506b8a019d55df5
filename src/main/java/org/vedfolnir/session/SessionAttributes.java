package org.vedfolnir.session;

import jakarta.servlet.http.HttpSessionBindingListener;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.AttributeCodec;
import org.vedfolnir.session.document.EncodedAttribute;
import org.vedfolnir.session.document.SessionDocument;
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
    private final Watch watch;
    private final BiPredicate<String, Object> leftOut;
    private final Map<String, Object> live = new HashMap<>();
    private final Set<String> put = new HashSet<>();
    private final Set<String> removed = new HashSet<>();
    /** Not there for this node, or left out by its filters; left in the store for a node that has their class. */
    private final Set<String> undecodable = new HashSet<>();

    /** Read only because another name has the same object. */
    private final Set<String> unasked = new HashSet<>();

    /** Of those that do not decode, the ones that no node has told yet. */
    private final Set<String> untold = new HashSet<>();

    private final Set<String> told = new HashSet<>();

    private long asked;

    private Map<String, @Nullable EncodedAttribute> sent = Map.of();
    private Map<String, EncodedAttribute> onlyOver = Map.of();

    /**
     * @param watch which attributes are looked at again when the request ends
     * @param leftOut which attributes live only as long as their request
     */
    SessionAttributes(
            StoredValues base,
            AttributeCodec codec,
            ClassLoader webapp,
            Watch watch,
            Activation activation,
            BiPredicate<String, Object> leftOut) {
        this.watch = watch;
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
        if (put.isEmpty() && removed.isEmpty() && told.isEmpty() && allImmutable()) {
            sent = Map.of();
            onlyOver = Map.of();
            return sent;
        }
        var written = new LinkedHashMap<String, @Nullable EncodedAttribute>();
        var conditions = new HashMap<String, EncodedAttribute>();
        var objects = new SharedObjects(live, this::encoded);
        removed.forEach(name -> written.put(name, null));
        told.forEach(name -> {
            var before = base.known(name);
            if (before != null && undecodable.contains(name)) {
                written.put(name, before.asDropped());
                if (!base.isBeside(name)) {
                    conditions.put(name, before);
                }
            }
        });
        live.forEach((name, value) -> {
            if (!leftOut.test(name, value)) {
                change(name, value, objects, written, conditions);
            }
        });
        var differ = savedAnyway || differ(written);
        sent = differ ? written : Map.of();
        onlyOver = differ ? conditions : Map.of();
        return sent;
    }

    /** Whether nothing was set, removed, or read that could change without being set or would be told of a save. */
    synchronized boolean isUntouched() {
        return put.isEmpty() && removed.isEmpty() && told.isEmpty() && untold.isEmpty() && allImmutable();
    }

    /** Whether something was set or removed. */
    synchronized boolean hasNews() {
        return !put.isEmpty() || !removed.isEmpty();
    }

    /** How often somebody asked for an attribute, set or removed one: nobody has another value in hand than when it was as many times. */
    synchronized long asked() {
        return asked;
    }

    /** Most requests only read, and what they read cannot change. */
    private boolean allImmutable() {
        for (var value : live.values()) {
            if (!AttributeCodec.immutable(value)) {
                return false;
            }
        }
        return true;
    }

    private void change(
            String name,
            Object value,
            SharedObjects objects,
            Map<String, @Nullable EncodedAttribute> written,
            Map<String, EncodedAttribute> conditions) {
        var before = base.known(name);
        if (put.contains(name) || before == null || base.isBeside(name) && objects.shared(value)) {
            written.put(name, objects.encoded(name, value));
            return;
        }
        if (AttributeCodec.immutable(value) || watch.leaves(name, before)) {
            return;
        }
        var encoded = objects.encoded(name, value);
        var unchanged = isStill(encoded, before);
        if (unchanged && Objects.equals(encoded.same(), before.same())) {
            return;
        }
        written.put(name, unchanged ? before.sharedWith(encoded.same()) : encoded);
        if ((unchanged || unasked.contains(name)) && !base.isBeside(name)) {
            conditions.put(name, before);
        }
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
    synchronized void rebase(SessionDocument saved) {
        var after = base.after(saved);
        // what another request saved meanwhile is read anew, not overwritten by the copy that was read before
        live.keySet()
                .removeIf(
                        name -> !(sent.containsKey(name) ? after.holds(name, sent.get(name)) : after.same(name, base)));
        base = after;
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
        asked++;
        if (!(key instanceof String name) || removed.contains(name) || undecodable.contains(name)) {
            return null;
        }
        var known = live.get(name);
        if (known == null) {
            known = decode(name);
        }
        unasked.remove(name);
        return known == null ? null : activation.awake(known);
    }

    private @Nullable Object decode(String name) {
        var encoded = base.read(name);
        if (encoded == null) {
            missing(name);
            return null;
        }
        return base.shares() ? decodeShared(name, encoded) : decodeAlone(name, encoded);
    }

    private @Nullable Object decodeAlone(String name, EncodedAttribute encoded) {
        var value = decode(name, encoded);
        if (value != null) {
            live.put(name, value);
        }
        return value;
    }

    private @Nullable Object decodeShared(String name, EncodedAttribute encoded) {
        var names = SharedObjects.names(base.inside(), name, encoded);
        names.removeIf(each -> put.contains(each) || removed.contains(each));
        for (var each : names) {
            var shared = live.get(each);
            if (shared != null) {
                live.put(name, shared);
                return shared;
            }
        }
        var value = decode(name, encoded);
        if (value != null) {
            names.forEach(each -> read(each, value));
        }
        return value;
    }

    private void read(String name, Object value) {
        if (live.put(name, value) == null) {
            unasked.add(name);
        }
    }

    private @Nullable Object decode(String name, EncodedAttribute encoded) {
        try {
            var value = codec.decode(encoded, webapp);
            if (leftOut.test(name, value)) {
                undecodable.add(name);
                return null;
            }
            activation.decoded(value);
            return value;
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

    /** Those whose value may be told that it is unbound. The others, which are most, need not be decoded for it. */
    synchronized Set<String> mayBeTold() {
        var names = keySet();
        names.removeIf(name -> {
            var value = live.get(name);
            return value == null ? !base.mayBeOfApplication(name) : !(value instanceof HttpSessionBindingListener);
        });
        return names;
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
