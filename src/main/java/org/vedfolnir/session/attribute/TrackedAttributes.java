package org.vedfolnir.session.attribute;

import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.attribute.UndecodableAttributeException;
import org.vedfolnir.session.document.json.TooLargeException;
import org.vedfolnir.session.engine.Printable;
import org.vedfolnir.session.engine.cache.DecodedValue;
import org.vedfolnir.session.engine.part.SessionTooLargeException;

/**
 * The attributes of one live session: decoded when they are first read, with a record of what changed. It stands in for
 * the map inside Tomcat's {@code StandardSession}, so that listeners, names and errors stay Tomcat's own. Values are encoded and
 * decoded outside of its monitor, since that may wait for locks of the application. Thread-safe.
 */
public final class TrackedAttributes extends AbstractMap<String, Object> implements ConcurrentMap<String, Object> {

    private static final System.Logger LOG = System.getLogger(TrackedAttributes.class.getName());

    private static final int MOST_OUTDATED = 4;

    private AttributeSnapshot base;
    private final AttributeCodec codec;
    private final ClassLoader webapp;
    private final ActivationNotifier activation;
    private final InPlaceChangePolicy watch;
    private final AttributePlacement placing;
    private final NodeLocalValues local;
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

    private final List<SupersededValue> superseded = new ArrayList<>();

    /** Of what was set or removed and is not saved yet, what another node has set since. */
    private final Set<String> unseen = new HashSet<>();

    /** What a save that is under way writes. */
    private Map<String, @Nullable EncodedAttribute> sending = Map.of();

    private final Supplier<AccessedAttributes> asking;
    private final DecodedValues decodedBefore;

    /**
     * @param watch which attributes are looked at again when the request ends
     * @param placing which attributes are not for the store
     * @param local what this node alone has of the session
     * @param asking notes the names that the caller's request has in hand
     * @param decodedBefore large values that need not be decoded once more
     */
    TrackedAttributes(
            AttributeSnapshot base,
            AttributeCodec codec,
            ClassLoader webapp,
            InPlaceChangePolicy watch,
            ActivationNotifier activation,
            AttributePlacement placing,
            NodeLocalValues local,
            Supplier<AccessedAttributes> asking,
            DecodedValues decodedBefore) {
        this.decodedBefore = decodedBefore;
        this.watch = watch;
        this.asking = asking;
        this.placing = placing;
        this.local = local;
        this.base = base;
        this.activation = activation;
        this.codec = codec;
        this.webapp = webapp;
        joinLocal();
    }

    /** What another node has set since goes before what this node alone has. */
    private void joinLocal() {
        var here = local.values();
        if (here.isEmpty()) {
            return;
        }
        var stored = base.names();
        var superseded = new HashSet<String>();
        here.forEach((name, value) -> {
            if (stored.contains(name)) {
                superseded.add(name);
            } else if (!removed.contains(name) && live.putIfAbsent(name, value) == null) {
                activation.decoded(value);
            }
        });
        if (!superseded.isEmpty()) {
            local.superseded(superseded);
        }
    }

    /**
     * Before {@link #changes}: tells the values that they are about to be written.
     *
     * @param holders who have values in hand and go on with them: these are not told
     */
    public void passivate(AttributeSelection mine, Collection<AccessedAttributes> holders) {
        activation.passivate(listening((name, value) -> mine.includes(name) && !isInHandOf(holders, name, value)));
    }

    /** After a save in the midst of a request, which goes on with the same values. */
    public void activate(AttributeSelection mine) {
        listening((name, value) -> mine.includes(name)).forEach(activation::awake);
    }

    /** The values that want to be told; most sessions have none. */
    private synchronized List<Object> listening(BiPredicate<String, Object> wanted) {
        List<Object> listening = List.of();
        for (var each : live.entrySet()) {
            if (each.getValue() instanceof HttpSessionActivationListener
                    && wanted.test(each.getKey(), each.getValue())) {
                listening = listening.isEmpty() ? new ArrayList<>() : listening;
                listening.add(each.getValue());
            }
        }
        return listening;
    }

    private static boolean isInHandOf(Collection<AccessedAttributes> holders, String name, Object value) {
        for (var each : holders) {
            if (each.hasInHand(name, value)) {
                return true;
            }
        }
        return false;
    }

    /**
     * What was changed since it was read.
     *
     * @param mine the attributes to look at
     * @param savedAnyway whether something else of the session is saved in the same step
     */
    public AttributeChanges changes(AttributeSelection mine, boolean savedAnyway) {
        var moment = moment(mine);
        return moment.isUntouched()
                ? AttributeChanges.none(moment, AttributeChanges.Local.NOTHING)
                : encoding(moment).changes(savedAnyway);
    }

    private AttributeEncoder encoding(AttributeState moment) {
        return new AttributeEncoder(moment, codec, webapp, watch, placing);
    }

    private synchronized AttributeState moment(AttributeSelection mine) {
        var looked = chosen(live.keySet(), mine::includes);
        var others = otherNames(looked); // what is changed under another name
        looked.addAll(others);
        return new AttributeState(
                base,
                new HashMap<>(live),
                looked,
                put.isEmpty() ? Set.of() : chosen(put, mine::includes),
                removed.isEmpty() ? Set.of() : chosen(removed, mine::includes),
                told.isEmpty() ? Set.of() : chosen(told, undecodable::contains),
                others,
                superseded.isEmpty()
                        ? List.of()
                        : superseded.stream().filter(mine::includes).toList(),
                Set.copyOf(unseen));
    }

    /**
     * Names of the same objects that only others asked for, or nobody. What one of them has set and not saved is his to save.
     *
     * @param looked the names that are looked at anyway
     */
    private Set<String> otherNames(Set<String> looked) {
        if (looked.size() == live.size()) {
            return unasked.isEmpty() ? Set.of() : new HashSet<>(unasked);
        }
        var objects = Collections.newSetFromMap(new IdentityHashMap<>());
        for (var name : looked) {
            var value = live.get(name);
            if (value != null && !AttributeCodec.immutable(value)) {
                objects.add(value);
            }
        }
        var others = new HashSet<>(unasked);
        for (var each : live.entrySet()) {
            var name = each.getKey();
            if (objects.contains(each.getValue()) && !looked.contains(name) && !put.contains(name)) {
                others.add(name);
            }
        }
        return others;
    }

    private static Set<String> chosen(Set<String> names, Predicate<String> wanted) {
        var chosen = new HashSet<String>();
        for (var name : names) {
            if (wanted.test(name)) {
                chosen.add(name);
            }
        }
        return chosen;
    }

    private static boolean includesOne(AttributeSelection mine, Set<String> names) {
        for (var name : names) {
            if (mine.includes(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing was set, removed, or read that could change without being set or would be told of a save. */
    public synchronized boolean isUntouched(AttributeSelection mine) {
        return told.isEmpty()
                && untold.isEmpty()
                && !hasNews(mine)
                && (superseded.isEmpty() || superseded.stream().noneMatch(mine::includes))
                && allImmutable(mine);
    }

    /** Whether something was set or removed. */
    public synchronized boolean hasNews(AttributeSelection mine) {
        return includesOne(mine, put) || includesOne(mine, removed);
    }

    private boolean allImmutable(AttributeSelection mine) {
        for (var each : live.entrySet()) {
            if (mine.includes(each.getKey()) && !AttributeCodec.immutable(each.getValue())) {
                return false;
            }
        }
        return true;
    }

    public synchronized void takeOver(AccessedAttributes one, AccessedAttributes other) {
        one.takeOver(other);
    }

    /** How often somebody asked for an attribute, set or removed one. */
    public synchronized long times(AccessedAttributes asked) {
        return asked.times();
    }

    /**
     * Names of attributes that this request found undecodable and that no request told of before. Each is answered once; that it was told
     * is part of the changes from now on.
     */
    public synchronized Set<String> dropped() {
        var names = Set.copyOf(untold);
        told.addAll(names);
        untold.clear();
        return names;
    }

    /** Nothing had to be saved; what stays on this node stays. */
    public synchronized void settle(AttributeChanges kept, Supplier<List<AccessedAttributes>> holders) {
        var values = kept.local().values();
        put.removeIf(name -> values.containsKey(name) && values.get(name) == live.get(name));
        removed.removeIf(
                name -> kept.local().gone().contains(name) && !base.names().contains(name));
        for (var each : holders.get()) {
            values.forEach(each::saved);
            kept.local().gone().forEach(name -> each.saved(name, null));
        }
    }

    /** A save is under way, and another request may find what it wrote before this node has the answer. */
    public synchronized void send(AttributeChanges changes) {
        sending = changes.written();
    }

    /** It failed. */
    public synchronized void sendNothing() {
        sending = Map.of();
    }

    /**
     * After a save: what changes from now on changes against this. What another node saved meanwhile is read anew, not overwritten by the
     * value that was read before; but who has that value in hand may still change it, and it is looked at as long as he has it.
     *
     * @param sent what was saved
     * @param holders who go on
     */
    public synchronized void rebase(
            SessionDocument saved, AttributeChanges sent, Collection<AccessedAttributes> holders) {
        var after = base.after(saved, sent.written());
        put.removeIf(name -> sent.moment().put().contains(name)
                && sent.moment().live().get(name) == live.get(name)); // else it was set anew meanwhile
        removed.removeAll(sent.moment().removed());
        for (var each : holders) {
            for (var name : sent.moment().put()) {
                each.saved(name, sent.moment().live().get(name));
            }
            for (var name : sent.moment().removed()) {
                each.saved(name, null);
            }
        }
        sent.superseded().forEach(SupersededValue::saved);
        var heldOnly = sent.superseded().isEmpty()
                ? Set.of()
                : sent.superseded().keySet().stream().map(SupersededValue::name).collect(Collectors.toSet());
        replace(
                after,
                name -> sent.written().containsKey(name) && !heldOnly.contains(name)
                        ? after.holds(name, sent.written().get(name))
                        : after.same(name, base),
                holders);
        unseen.retainAll(put);
        undecodable.clear();
        told.clear();
        sending = Map.of();
    }

    /**
     * Takes over what another node saved, in the midst of requests.
     *
     * @param holders those who may have values in hand
     */
    public synchronized void refresh(SessionDocument newer, Collection<AccessedAttributes> holders) {
        var after = base.after(newer, sending);
        Predicate<String> unchanged =
                name -> after.same(name, base) || sending.containsKey(name) && after.holds(name, sending.get(name));
        undecodable.removeIf(unchanged.negate());
        Stream.concat(put.stream(), removed.stream()).filter(unchanged.negate()).forEach(unseen::add);
        replace(after, unchanged, holders);
    }

    private void replace(AttributeSnapshot after, Predicate<String> unchanged, Collection<AccessedAttributes> holders) {
        live.entrySet().removeIf(each -> {
            var name = each.getKey();
            if (put.contains(name) || unchanged.test(name)) {
                return false;
            }
            keep(name, each.getValue(), holders);
            return true;
        });
        base = after;
        unasked.retainAll(live.keySet());
    }

    /** The session has another value from now on. */
    private void keep(String name, Object value, Collection<AccessedAttributes> holders) {
        var before = base.known(name);
        if (before == null || AttributeCodec.immutable(value)) {
            return;
        }
        var inHand =
                holders.stream().filter(each -> each.hasInHand(name, value)).collect(Collectors.toSet());
        if (!inHand.isEmpty()) {
            superseded.add(new SupersededValue(name, value, before, inHand));
            forgetOld(name);
        }
    }

    /** Of the values that their holders have asked for anew since, the last ones are kept: a stream may ask again and again. */
    private void forgetOld(String name) {
        var old = superseded.stream()
                .filter(each -> each.name().equals(name) && each.isOutdated())
                .toList();
        superseded.removeAll(old.subList(0, Math.max(0, old.size() - MOST_OUTDATED)));
    }

    /**
     * The large values that are as the store has them, for the next request, when no request is in the session any more. Activation listeners
     * and objects with several names are left out: each request decodes them.
     */
    public synchronized Map<String, DecodedValue> decoded() {
        if (base.shares() || !put.isEmpty() || !removed.isEmpty() || !superseded.isEmpty()) {
            return Map.of();
        }
        Map<String, DecodedValue> decoded = Map.of();
        for (var each : live.entrySet()) {
            var name = each.getKey();
            var value = each.getValue();
            var text = base.known(name);
            if (text != null
                    && DecodedValue.isWorth(text)
                    && !(value instanceof HttpSessionActivationListener)
                    && (AttributeCodec.immutable(value) || watch.isSaved(name, text))) {
                decoded = decoded.isEmpty() ? new HashMap<>() : decoded;
                decoded.put(name, new DecodedValue(text, value));
            }
        }
        return decoded;
    }

    /** Somebody has nothing in hand any more. */
    public synchronized void release(AccessedAttributes holder) {
        superseded.removeIf(each -> each.leave(holder));
    }

    /**
     * Takes back what a request made of the attributes, since it cannot be stored: others find what is in the store, or what they have set
     * themselves.
     *
     * @param asked what the request asked for and set
     * @param outside the same of threads that are in no request: of theirs goes what cannot be stored, since it would fail all others
     * @param holders other requests, which go on and may have in hand what is taken back; asked once it is known what that is, since more of
     *     them may have come and set the same meanwhile
     */
    public void takeBack(
            AttributeSelection mine,
            AccessedAttributes asked,
            AccessedAttributes outside,
            Supplier<List<AccessedAttributes>> holders) {
        var moment = moment(mine);
        var encoding = encoding(moment);
        takeBack(encoding.spoilt(), encoding.unstorable(), asked, outside, holders);
    }

    /**
     * Takes back what a request set or removed and nobody else has got since: the store did not answer. What it changed in place stays, since
     * others may hold a lock on it, and count on what they changed there.
     *
     * @param holders other requests
     */
    public synchronized void takeBackWhatWasSet(
            AccessedAttributes asked, AccessedAttributes outside, Supplier<List<AccessedAttributes>> holders) {
        var others = new ArrayList<>(holders.get());
        others.add(outside);
        var taken = ofNobodyElse(asked, asked.set(), others);
        taken.removeIf(name -> others.stream().anyMatch(each -> each.hasInHand(name, live.get(name))));
        takeBack(taken, Set.of(), asked, others);
    }

    private void takeBack(
            Set<String> taken, Set<String> spoilt, AccessedAttributes asked, Collection<AccessedAttributes> holders) {
        put.removeAll(taken);
        removed.removeAll(taken);
        replace(base, name -> !spoilt.contains(name) && !taken.contains(name), holders);
        asked.set().forEach(name -> asked.saved(name, asked.lastSet(name)));
        taken.forEach(name -> setAsBefore(name, holders));
        joinLocal();
    }

    private synchronized void takeBack(
            Set<String> spoilt,
            Set<String> unstorable,
            AccessedAttributes asked,
            AccessedAttributes outside,
            Supplier<List<AccessedAttributes>> entered) {
        var others = entered.get();
        var holders = new ArrayList<>(others);
        holders.add(outside);
        var taken = ofNobodyElse(asked, asked.set(), holders);
        for (var name : ofNobodyElse(outside, unstorable, others)) {
            outside.saved(name, outside.lastSet(name));
            taken.add(name);
        }
        takeBack(taken, spoilt, asked, holders);
    }

    /** Of some names, those that still have what somebody set, and nobody else as well. */
    private Set<String> ofNobodyElse(
            AccessedAttributes asked, Set<String> names, Collection<AccessedAttributes> others) {
        return names.stream()
                .filter(name -> put.contains(name) || removed.contains(name))
                .filter(name -> asked.hasSet(name, live.get(name))
                        && others.stream().noneMatch(each -> each.hasSet(name, live.get(name))))
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Whoever set it before, and has not saved it, has not heard of its being taken back. */
    private void setAsBefore(String name, Collection<AccessedAttributes> others) {
        others.stream().filter(each -> each.hasSet(name)).findFirst().ifPresent(each -> {
            var value = each.lastSet(name);
            if (value == null) {
                removed.add(name);
            } else {
                live.put(name, value);
                put.add(name);
            }
        });
    }

    @Override
    public @Nullable Object get(Object key) {
        var known = key instanceof String name ? valueOf(name) : nothing(key);
        return known == null ? null : activation.awake(known);
    }

    private synchronized @Nullable Object nothing(Object key) {
        asking.get().add(key, null);
        return null;
    }

    /** A value is decoded outside of the monitor, since that calls the application, which may wait for its own locks. */
    private @Nullable Object valueOf(String name) {
        while (true) {
            AttributeSnapshot from;
            synchronized (this) {
                var known = known(name);
                if (known != null || removed.contains(name) || undecodable.contains(name)) {
                    asking.get().add(name, known);
                    return known;
                }
                from = base;
            }
            var decoded = decode(name, from);
            synchronized (this) {
                if (base == from) { // else another node's value has come meanwhile
                    var value = adopt(name, decoded);
                    asking.get().add(name, value);
                    return value;
                }
            }
        }
    }

    /** What was decoded or set; of an object with several names, under whichever. */
    private @Nullable Object known(String name) {
        if (removed.contains(name) || undecodable.contains(name)) {
            return null;
        }
        var known = live.get(name);
        if (known == null && base.shares()) {
            known = names(name).stream()
                    .map(live::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            if (known != null) {
                live.put(name, known);
            }
        }
        unasked.remove(name);
        return known;
    }

    /** Those that have the same object as this one, and have it still. */
    private Set<String> names(String name) {
        var encoded = base.known(name);
        if (encoded == null) {
            return Set.of();
        }
        var names = SharedObjects.names(base.inside(), name, encoded);
        names.removeIf(each -> put.contains(each) || removed.contains(each));
        return names;
    }

    /**
     * @param value null when there is none that this node can use
     * @param untold whether nobody was told so before
     */
    private record Decoded(@Nullable Object value, boolean there, boolean untold) {}

    private Decoded decode(String name, AttributeSnapshot from) {
        var encoded = from.read(name);
        return SeparateThread.belongs(name)
                ? SeparateThread.call(() -> decode(name, encoded, from))
                : decode(name, encoded, from);
    }

    private Decoded decode(String name, @Nullable EncodedAttribute encoded, AttributeSnapshot from) {
        if (encoded == null) {
            // it lay beside the document, and the session ended or lost it meanwhile
            return new Decoded(null, from.names().contains(name), false);
        }
        try {
            var before = DecodedValue.isWorth(encoded) ? decodedBefore.take(name, encoded) : null;
            var value = before == null ? codec.decode(encoded, webapp) : before;
            return placing.leavesOut(name, value) ? new Decoded(null, true, false) : new Decoded(value, true, false);
        } catch (UndecodableAttributeException e) {
            if (!encoded.dropped()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The session attribute ''{0}'' cannot be decoded; the session goes on without it. {1}",
                        Printable.name(name),
                        e.getMessage());
            }
            return new Decoded(null, true, !encoded.dropped());
        }
    }

    /** Another thread may have been faster, or have set or removed it meanwhile. */
    private @Nullable Object adopt(String name, Decoded decoded) {
        var known = known(name);
        if (known != null || removed.contains(name)) {
            return known;
        }
        var value = decoded.value();
        if (value != null) {
            live.put(name, value);
            if (base.shares()) {
                names(name).forEach(each -> {
                    if (live.putIfAbsent(each, value) == null) {
                        unasked.add(each);
                    }
                });
            }
            activation.decoded(value);
        } else if (decoded.there() && undecodable.add(name) && decoded.untold()) {
            untold.add(name);
        }
        return value;
    }

    @Override
    public @Nullable Object put(String name, Object value) {
        try {
            codec.requireFits(value);
        } catch (TooLargeException e) {
            throw SessionTooLargeException.attribute(name, e.atLeast(), codec.largest());
        }
        get(name); // from here on it is known
        return set(name, value);
    }

    private synchronized @Nullable Object set(String name, Object value) {
        var before = known(name);
        live.put(name, value);
        put.add(name);
        asking.get().set(name, value);
        removed.remove(name);
        undecodable.remove(name);
        return before;
    }

    @Override
    public @Nullable Object remove(Object key) {
        get(key); // from here on it is known
        return key instanceof String name ? delete(name) : null;
    }

    private synchronized @Nullable Object delete(String name) {
        var before = known(name);
        live.remove(name);
        put.remove(name);
        undecodable.remove(name);
        removed.add(name);
        asking.get().set(name, null);
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
    public synchronized Set<String> mayBeTold() {
        var names = keySet();
        names.removeIf(name -> {
            var value = live.get(name);
            return value == null ? !base.mayBeOfApplication(name) : !(value instanceof HttpSessionBindingListener);
        });
        return names;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        var snapshot = new HashMap<String, Object>();
        for (var name : keySet()) {
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
    public @Nullable Object putIfAbsent(String name, Object value) {
        get(name); // from here on it is known
        synchronized (this) {
            var before = known(name);
            return before != null ? before : set(name, value);
        }
    }

    @Override
    public boolean remove(Object key, Object value) {
        get(key);
        synchronized (this) {
            return key instanceof String name && value.equals(known(name)) && delete(name) != null;
        }
    }

    @Override
    public boolean replace(String name, Object before, Object after) {
        get(name);
        synchronized (this) {
            if (!before.equals(known(name))) {
                return false;
            }
            set(name, after);
            return true;
        }
    }

    @Override
    public @Nullable Object replace(String name, Object value) {
        get(name);
        synchronized (this) {
            return known(name) == null ? null : set(name, value);
        }
    }
}
