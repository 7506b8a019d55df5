package org.vedfolnir.session;

import jakarta.servlet.http.HttpSessionBindingListener;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.AttributeCodec;
import org.vedfolnir.session.document.EncodedAttribute;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.TooLargeException;
import org.vedfolnir.session.document.UndecodableAttributeException;

/**
 * The attributes of one live session: decoded when they are first read, with a record of what changed. It stands in for
 * the map inside Tomcat's {@code StandardSession}, so that listeners, names and errors stay Tomcat's own. Values are encoded outside of
 * its monitor, since that may wait for locks of the application. Thread-safe.
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

    /** What values were read as that somebody may have in hand, where the store has had others since. */
    private final Map<String, EncodedAttribute> older = new HashMap<>();

    private final Supplier<AskedNames> asking;

    /**
     * @param watch which attributes are looked at again when the request ends
     * @param leftOut which attributes live only as long as their request
     * @param asking notes the names that the caller's request has in hand
     */
    SessionAttributes(
            StoredValues base,
            AttributeCodec codec,
            ClassLoader webapp,
            Watch watch,
            Activation activation,
            BiPredicate<String, Object> leftOut,
            Supplier<AskedNames> asking) {
        this.watch = watch;
        this.asking = asking;
        this.leftOut = leftOut;
        this.base = base;
        this.activation = activation;
        this.codec = codec;
        this.webapp = webapp;
    }

    /** Before {@link #changes(Predicate, boolean)}: tells the values that they are about to be written. */
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

    /** What was changed of all attributes. */
    AttributeChanges changes(boolean savedAnyway) {
        return changes(name -> true, savedAnyway);
    }

    /**
     * What was changed since it was read.
     *
     * @param mine the attributes to look at
     * @param savedAnyway whether something else of the session is saved in the same step
     */
    AttributeChanges changes(Predicate<String> mine, boolean savedAnyway) {
        var moment = moment(mine);
        return moment.isUntouched()
                ? AttributeChanges.none(moment)
                : new AttributeEncoding(moment, codec, webapp, watch, leftOut).changes(savedAnyway);
    }

    private synchronized AttributeMoment moment(Predicate<String> mine) {
        var dropped = new HashSet<>(told);
        dropped.retainAll(undecodable);
        var looked = chosen(live.keySet(), mine);
        looked.addAll(unasked); // what is changed under another name
        return new AttributeMoment(
                base,
                Map.copyOf(older),
                new HashMap<>(live),
                looked,
                chosen(put, mine),
                chosen(removed, mine),
                dropped,
                Set.copyOf(unasked));
    }

    private static Set<String> chosen(Set<String> names, Predicate<String> mine) {
        var chosen = new HashSet<>(names);
        chosen.removeIf(mine.negate());
        return chosen;
    }

    /** Whether nothing was set, removed, or read that could change without being set or would be told of a save. */
    synchronized boolean isUntouched(Predicate<String> mine) {
        return told.isEmpty() && untold.isEmpty() && !hasNews(mine) && allImmutable(mine);
    }

    /** Whether something was set or removed. */
    synchronized boolean hasNews(Predicate<String> mine) {
        return put.stream().anyMatch(mine) || removed.stream().anyMatch(mine);
    }

    private boolean allImmutable(Predicate<String> mine) {
        for (var each : live.entrySet()) {
            if (mine.test(each.getKey()) && !AttributeCodec.immutable(each.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** How often somebody asked for an attribute, set or removed one. */
    synchronized long times(AskedNames asked) {
        return asked.times();
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

    /** After a save of all attributes. */
    void rebase(SessionDocument saved, AttributeChanges sent) {
        rebase(saved, sent, name -> false);
    }

    /**
     * After a save: what changes from now on changes against this. What another node saved meanwhile is read anew, not overwritten by the
     * value that was read before; but who has that value in hand may still change it, and it is looked at until he has saved.
     *
     * @param sent what was saved
     * @param inHand names whose values others have in hand
     * @return false when one of those has another value in the store by now
     */
    synchronized boolean rebase(SessionDocument saved, AttributeChanges sent, Predicate<String> inHand) {
        var after = base.after(saved, sent.written());
        forgetSaved(sent);
        var kept = new HashMap<String, EncodedAttribute>();
        live.entrySet().removeIf(each -> {
            var name = each.getKey();
            if (put.contains(name) || older.containsKey(name) && !sent.written().containsKey(name)) {
                return false;
            } else if (sent.written().containsKey(name)) {
                return !after.holds(name, sent.written().get(name));
            }
            var before = base.known(name);
            var gone = !after.same(name, base);
            if (gone && before != null && inHand.test(name) && !AttributeCodec.immutable(each.getValue())) {
                kept.put(name, before);
                return false;
            }
            return gone;
        });
        older.keySet().removeAll(sent.written().keySet());
        older.keySet().retainAll(live.keySet());
        older.putAll(kept);
        base = after;
        undecodable.clear();
        told.clear();
        unasked.retainAll(live.keySet());
        return kept.isEmpty();
    }

    /** What was set anew while the save was under way is not saved yet. */
    private void forgetSaved(AttributeChanges sent) {
        var moment = sent.moment();
        put.removeIf(name -> moment.put().contains(name) && moment.live().get(name) == live.get(name));
        removed.removeAll(moment.removed());
    }

    /**
     * Takes over what another node saved, in the midst of requests.
     *
     * @param inHand names whose values somebody has in hand
     * @return false when one of those has another value there, or was set or removed here: then nothing was taken over
     */
    synchronized boolean refresh(SessionDocument newer, Predicate<String> inHand) {
        var after = base.after(newer, Map.of());
        var mine = new HashSet<>(live.keySet());
        mine.addAll(put);
        mine.addAll(removed);
        mine.removeIf(name -> after.same(name, base));
        for (var name : mine) {
            var value = live.get(name);
            if (put.contains(name)
                    || removed.contains(name)
                    || older.containsKey(name)
                    || value != null && inHand.test(name) && !AttributeCodec.immutable(value)) {
                return false;
            }
        }
        live.keySet().removeAll(mine);
        unasked.retainAll(live.keySet());
        undecodable.removeIf(name -> !after.same(name, base));
        base = after;
        return true;
    }

    @Override
    public synchronized @Nullable Object get(Object key) {
        asking.get().add(key);
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
    public @Nullable Object put(String name, Object value) {
        try {
            codec.weigh(value);
        } catch (TooLargeException e) {
            throw SessionTooLargeException.attribute(name, e.atLeast(), codec.largest());
        }
        return set(name, value);
    }

    private synchronized @Nullable Object set(String name, Object value) {
        var before = get(name);
        live.put(name, value);
        put.add(name);
        removed.remove(name);
        older.remove(name);
        undecodable.remove(name);
        return before;
    }

    @Override
    public synchronized @Nullable Object remove(Object key) {
        var before = get(key);
        if (key instanceof String name) {
            live.remove(name);
            older.remove(name);
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
