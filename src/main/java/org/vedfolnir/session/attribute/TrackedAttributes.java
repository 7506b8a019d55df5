package org.vedfolnir.session.attribute;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.access.AccessedAttributes;
import org.vedfolnir.session.attribute.access.AttributeSelection;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.engine.cache.DecodedValue;

/**
 * The attributes of one live session: decoded when they are first read, with a record of what changed. Values are encoded and decoded outside of
 * its monitor, since that may wait for locks of the application; everything else happens under it. Thread-safe.
 */
public final class TrackedAttributes {

    private final AttributeConverter converter;
    private final ActivationNotifier activation;
    private final NodeLocalValues local;
    private final Supplier<AccessedAttributes> asking;
    private final AttributeMap map = new AttributeMap(this);
    private final LiveValues values;
    private final AttributeMerge merge;

    /**
     * @param local what this node alone has of the session
     * @param asking notes the names that the caller's request has in hand
     */
    TrackedAttributes(
            AttributeSnapshot base,
            AttributeConverter converter,
            ActivationNotifier activation,
            NodeLocalValues local,
            Supplier<AccessedAttributes> asking) {
        this.converter = converter;
        this.activation = activation;
        this.local = local;
        this.asking = asking;
        this.values = new LiveValues(base, activation);
        this.merge = new AttributeMerge(values);
        values.joinLocal(local);
    }

    /** The same as Tomcat sees them. */
    public ConcurrentMap<String, Object> map() {
        return map;
    }

    /**
     * Before {@link #changes}: notifies the values that they are about to be written.
     *
     * @param holders requests that have values in hand and go on with them: these are not notified
     */
    public void passivate(AttributeSelection mine, Collection<AccessedAttributes> holders) {
        activation.passivate(listening((name, value) -> mine.includes(name) && !isInHandOf(holders, name, value)));
    }

    private static boolean isInHandOf(Collection<AccessedAttributes> holders, String name, Object value) {
        for (var each : holders) {
            if (each.hasInHand(name, value)) {
                return true;
            }
        }
        return false;
    }

    /** After a save in the midst of a request, which goes on with the same values. */
    public void activate(AttributeSelection mine) {
        listening((name, value) -> mine.includes(name)).forEach(activation::awake);
    }

    private synchronized List<Object> listening(BiPredicate<String, Object> wanted) {
        return ActivationNotifier.listening(values.live(), wanted);
    }

    /**
     * What was changed since it was read.
     *
     * @param mine the attributes to compare with what was read
     * @param savedAnyway whether something else of the session is saved in the same step
     */
    public AttributeChanges changes(AttributeSelection mine, boolean savedAnyway) {
        var moment = state(mine);
        return moment.isUntouched()
                ? AttributeChanges.none(moment, AttributeChanges.Local.NOTHING)
                : converter.encoder(moment).changes(savedAnyway);
    }

    private synchronized AttributeState state(AttributeSelection mine) {
        return merge.state(mine);
    }

    /** Whether nothing was set, removed, or read that could change without being set or would be notified of a save. */
    public synchronized boolean isUntouched(AttributeSelection mine) {
        return values.undecodable().isSettled()
                && !hasNews(mine)
                && !merge.superseded().isAnyOf(mine)
                && values.isImmutable(mine);
    }

    /** Whether something was set or removed. */
    public synchronized boolean hasNews(AttributeSelection mine) {
        return values.hasNews(mine);
    }

    public synchronized void takeOver(AccessedAttributes one, AccessedAttributes other) {
        one.takeOver(other);
    }

    /** How often attributes were asked for, set or removed. */
    public synchronized long times(AccessedAttributes asked) {
        return asked.times();
    }

    /**
     * Names of attributes that this request found undecodable and that no request has reported before. Each is returned once; that it was
     * reported is part of the changes from now on.
     */
    public synchronized Set<String> dropped() {
        return values.undecodable().report();
    }

    /** Nothing had to be saved; what stays on this node stays. */
    public synchronized void settle(AttributeChanges kept, Supplier<List<AccessedAttributes>> holders) {
        values.settled(kept.local());
        for (var each : holders.get()) {
            kept.local().values().forEach(each::saved);
            kept.local().gone().forEach(name -> each.saved(name, null));
        }
    }

    /** A save is under way, and another request may find what it wrote before this node has the answer. */
    public synchronized void send(AttributeChanges changes) {
        merge.send(changes.written());
    }

    /** It failed. */
    public synchronized void sendNothing() {
        merge.send(Map.of());
    }

    /**
     * After a save: what changes from now on changes against this. What another node saved meanwhile is read anew.
     *
     * @param sent what was saved
     * @param holders requests that go on
     */
    public synchronized void rebase(
            SessionDocument saved, AttributeChanges sent, Collection<AccessedAttributes> holders) {
        merge.rebase(saved, sent, holders);
    }

    /**
     * Takes over what another node saved, in the midst of requests.
     *
     * @param holders requests that may have values in hand
     */
    public synchronized void refresh(SessionDocument newer, Collection<AccessedAttributes> holders) {
        merge.refresh(newer, holders);
    }

    /**
     * The large values that are as the store has them, for the next request, when no request is in the session any more. Activation listeners
     * and objects with several names are left out: each request decodes them.
     */
    public synchronized Map<String, DecodedValue> decoded() {
        return values.hasNews(AttributeSelection.ALL) || !merge.superseded().isEmpty()
                ? Map.of()
                : converter.reusable(values.live(), values.base());
    }

    /** A request has nothing in hand any more. */
    public synchronized void release(AccessedAttributes holder) {
        merge.superseded().release(holder);
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
        var encoder = converter.encoder(state(mine));
        var spoilt = encoder.spoilt();
        var unstorable = encoder.unstorable();
        synchronized (this) {
            new AttributeRollback(values, merge, asked, outside).takeBackAll(spoilt, unstorable, holders.get());
            values.joinLocal(local);
        }
    }

    /**
     * Takes back what a request set or removed and no other request has got since: the store did not answer. What it changed in place stays,
     * since others may hold a lock on it, and count on what they changed there.
     *
     * @param holders other requests
     */
    public synchronized void takeBackWhatWasSet(
            AccessedAttributes asked, AccessedAttributes outside, Supplier<List<AccessedAttributes>> holders) {
        new AttributeRollback(values, merge, asked, outside).takeBackWhatWasSet(holders.get());
        values.joinLocal(local);
    }

    /** Null where the session has none, or none that this node can use. */
    public @Nullable Object get(String name) {
        var known = valueOf(name);
        return known == null ? null : activation.awake(known);
    }

    /** Null was asked for, or something that is no name: that counts as a question. */
    synchronized @Nullable Object nothing(Object key) {
        asking.get().add(key, null);
        return null;
    }

    /** A value is decoded outside of the monitor, since that calls the application, which may wait for its own locks. */
    private @Nullable Object valueOf(String name) {
        while (true) {
            AttributeSnapshot from;
            synchronized (this) {
                var known = values.known(name);
                if (known != null || values.isAbsent(name)) {
                    asking.get().add(name, known);
                    return known;
                }
                from = values.base();
            }
            var decoded = converter.decode(name, from);
            synchronized (this) {
                if (values.base() == from) { // else another node's value has come meanwhile
                    var value = values.adopt(name, decoded);
                    asking.get().add(name, value);
                    return value;
                }
            }
        }
    }

    /** The value as far as it is known. */
    synchronized @Nullable Object known(String name) {
        return values.known(name);
    }

    /** @throws org.vedfolnir.session.engine.part.SessionTooLargeException when a value is certain to be too large */
    void requireFits(String name, Object value) {
        converter.requireFits(name, value);
    }

    /** @return the value before, as far as it is known */
    synchronized @Nullable Object set(String name, Object value) {
        var before = values.set(name, value);
        asking.get().set(name, value);
        return before;
    }

    /** @return the value before, as far as it is known */
    synchronized @Nullable Object delete(String name) {
        var before = values.delete(name);
        asking.get().set(name, null);
        return before;
    }

    synchronized boolean has(String name) {
        return values.names().contains(name);
    }

    synchronized int size() {
        return values.names().size();
    }

    /** A snapshot; in the order that Tomcat's own map has, in which values are unbound. */
    public synchronized Set<String> names() {
        var snapshot = ConcurrentHashMap.<String>newKeySet();
        snapshot.addAll(values.names());
        return snapshot;
    }

    /** Those whose value may want to be notified that it is unbound. The others, which are most, need not be decoded for it. */
    public synchronized Set<String> mayBeNotified() {
        var names = names();
        names.removeIf(name -> !values.mayBeBound(name));
        return names;
    }
}
