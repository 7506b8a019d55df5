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
 * The attributes of one live session: decoded when they are first read, with a record of the changes. Values are
 * encoded and decoded outside of its monitor, since that may wait for locks of the application; everything else runs
 * under it. Thread-safe.
 */
public final class TrackedAttributes {

    private final AttributeConverter converter;
    private final ActivationNotifier activation;
    private final NodeLocalValues local;
    private final Supplier<AccessedAttributes> current;
    private final AttributeMap map = new AttributeMap(this);
    private final LiveValues values;
    private final AttributeMerge merge;

    /**
     * @param local the values that only this node has
     * @param current records the names that the caller's request reads
     */
    TrackedAttributes(
            AttributeSnapshot base,
            AttributeConverter converter,
            ActivationNotifier activation,
            NodeLocalValues local,
            Supplier<AccessedAttributes> current) {
        this.converter = converter;
        this.activation = activation;
        this.local = local;
        this.current = current;
        this.values = new LiveValues(base, activation);
        this.merge = new AttributeMerge(values);
        values.joinLocal(local);
    }

    /** Returns the attributes as Tomcat sees them. */
    public ConcurrentMap<String, Object> map() {
        return map;
    }

    /**
     * Runs before {@link #changes}: notifies values that they are about to be written.
     *
     * @param holders requests that hold values and continue with them: these values are not notified
     */
    public void passivate(AttributeSelection mine, Collection<AccessedAttributes> holders) {
        activation.passivate(listening((name, value) -> mine.includes(name) && !isHeldBy(holders, name, value)));
    }

    private static boolean isHeldBy(Collection<AccessedAttributes> holders, String name, Object value) {
        for (var each : holders) {
            if (each.holds(name, value)) {
                return true;
            }
        }
        return false;
    }

    /** Runs after a save in the middle of a request, which continues with the same values. */
    public void activate(AttributeSelection mine) {
        listening((name, value) -> mine.includes(name)).forEach(activation::activated);
    }

    private synchronized List<Object> listening(BiPredicate<String, Object> wanted) {
        return ActivationNotifier.listening(values.live(), wanted);
    }

    /**
     * Returns the changes since the attributes were read.
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

    /** Whether nothing was set or removed, and nothing was read that could change in place or wants to be notified of a save. */
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

    /** How often attributes were read, set or removed. */
    public synchronized long times(AccessedAttributes accessed) {
        return accessed.times();
    }

    /** Returns each name once that this request could not decode and no request has reported. The next changes contain its mark. */
    public synchronized Set<String> dropped() {
        return values.undecodable().report();
    }

    /** Nothing had to be saved; local values stay on this node. */
    public synchronized void settle(AttributeChanges kept, Supplier<List<AccessedAttributes>> holders) {
        values.settled(kept.local());
        for (var each : holders.get()) {
            kept.local().values().forEach(each::saved);
            kept.local().gone().forEach(name -> each.saved(name, null));
        }
    }

    /** A save is in flight: another request may read what it wrote before this node has the reply. */
    public synchronized void send(AttributeChanges changes) {
        merge.send(changes.written());
    }

    /** The save failed. */
    public synchronized void sendNothing() {
        merge.send(Map.of());
    }

    /**
     * Runs after a save: later changes are relative to it. Values that another node saved in between are read again.
     *
     * @param sent what was saved
     * @param holders requests that continue
     */
    public synchronized void rebase(
            SessionDocument saved, AttributeChanges sent, Collection<AccessedAttributes> holders) {
        merge.rebase(saved, sent, holders);
    }

    /**
     * Takes over what another node saved, in the middle of requests.
     *
     * @param holders requests that may hold values
     */
    public synchronized void refresh(SessionDocument newer, Collection<AccessedAttributes> holders) {
        merge.refresh(newer, holders);
    }

    /**
     * Returns the large unchanged values for the next request, when no request uses the session any more. Activation
     * listeners and objects with several names are left out: each request decodes them.
     */
    public synchronized Map<String, DecodedValue> decoded() {
        return values.hasNews(AttributeSelection.ALL) || !merge.superseded().isEmpty()
                ? Map.of()
                : converter.reusable(values.live(), values.base());
    }

    /** A request no longer holds any value. */
    public synchronized void release(AccessedAttributes holder) {
        merge.superseded().release(holder);
    }

    /**
     * Reverts a request's changes to the attributes, because they cannot be stored: others see the stored values, or
     * those that they have set themselves.
     *
     * @param accessed what the request read and set
     * @param outside what threads outside of requests read and set; values of theirs that cannot be stored are
     *     reverted, too, since they would fail all other requests
     * @param holders other requests, which continue and may hold reverted values; computed when those are known,
     *     since more requests may have come and set the same
     */
    public void takeBack(
            AttributeSelection mine,
            AccessedAttributes accessed,
            AccessedAttributes outside,
            Supplier<List<AccessedAttributes>> holders) {
        var encoder = converter.encoder(state(mine));
        var spoilt = encoder.spoilt();
        var unstorable = encoder.unstorable();
        synchronized (this) {
            new AttributeRollback(values, merge, accessed, outside).takeBackAll(spoilt, unstorable, holders.get());
            values.joinLocal(local);
        }
    }

    /**
     * Reverts what a request set or removed and no other request has read since, because the store did not answer.
     * In-place changes stay, since other requests may hold a lock on the value, or rely on their own changes.
     *
     * @param holders other requests
     */
    public synchronized void takeBackWhatWasSet(
            AccessedAttributes accessed, AccessedAttributes outside, Supplier<List<AccessedAttributes>> holders) {
        new AttributeRollback(values, merge, accessed, outside).takeBackWhatWasSet(holders.get());
        values.joinLocal(local);
    }

    /** Returns null if the session has no such attribute, or none that this node can use. */
    public @Nullable Object get(String name) {
        var known = valueOf(name);
        return known == null ? null : activation.activated(known);
    }

    /** Records a read of null, or of a key that is no name. */
    synchronized @Nullable Object nothing(Object key) {
        current.get().add(key, null);
        return null;
    }

    /** Decodes outside of the monitor, since that calls the application, which may wait for its own locks. */
    private @Nullable Object valueOf(String name) {
        while (true) {
            AttributeSnapshot from;
            synchronized (this) {
                var known = values.known(name);
                if (known != null || !values.has(name)) {
                    current.get().add(name, known);
                    return known;
                }
                from = values.base();
            }
            var decoded = converter.decode(name, from);
            synchronized (this) {
                if (values.base() == from) { // otherwise another node's value has arrived in between
                    var value = values.adopt(name, decoded);
                    current.get().add(name, value);
                    return value;
                }
            }
        }
    }

    /** The value, if it is loaded. */
    public synchronized @Nullable Object known(String name) {
        return values.known(name);
    }

    /** @throws org.vedfolnir.session.engine.part.SessionTooLargeException if a value is certainly too large */
    void requireFits(String name, Object value) {
        converter.requireFits(name, value);
    }

    /** @return the previous value, if it is loaded */
    synchronized @Nullable Object set(String name, Object value) {
        var before = values.set(name, value);
        current.get().set(name, value);
        return before;
    }

    /** @return the previous value, if it is loaded */
    synchronized @Nullable Object delete(String name) {
        var before = values.delete(name);
        current.get().set(name, null);
        return before;
    }

    synchronized boolean has(String name) {
        return values.has(name);
    }

    synchronized int size() {
        return values.names().size();
    }

    /** A snapshot, in the order of Tomcat's own map, in which values are unbound. */
    public synchronized Set<String> names() {
        var snapshot = ConcurrentHashMap.<String>newKeySet();
        snapshot.addAll(values.names());
        return snapshot;
    }

    /**
     * The names whose values may want to be notified when they are unbound. The others, which are most, need not be
     * decoded for that.
     */
    public synchronized Set<String> mayBeNotified() {
        return values.mayBeBound();
    }
}
