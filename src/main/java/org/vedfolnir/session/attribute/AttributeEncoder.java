package org.vedfolnir.session.attribute;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.access.SupersededValue;
import org.vedfolnir.session.attribute.policy.AttributePlacement;
import org.vedfolnir.session.attribute.policy.InPlaceChangePolicy;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.attribute.UndecodableAttributeException;
import org.vedfolnir.session.document.attribute.serialization.NotStorableException;
import org.vedfolnir.session.document.json.TooLargeException;
import org.vedfolnir.session.engine.part.SessionTooLargeException;

/**
 * Finds the changes since attributes were read: those that were set, removed, or changed in place. A value with the
 * same encoding is no change. But if there is any change, everything that was set or removed is saved, so that fields
 * set together stay together if another request sets the same ones at the same time. Used once, by one thread.
 */
final class AttributeEncoder {

    private final AttributeState moment;
    private final AttributeCodec codec;
    private final ClassLoader webapp;
    private final InPlaceChangePolicy watch;
    private final AttributePlacement placing;
    private final SharedObjects objects;
    private final Map<String, @Nullable EncodedAttribute> written = new LinkedHashMap<>();
    private final Map<String, EncodedAttribute> conditions = new HashMap<>();
    private final Map<SupersededValue, EncodedAttribute> superseded = new IdentityHashMap<>();
    private final Set<String> lost = new HashSet<>();
    private final Map<String, Object> local = new HashMap<>();
    private final Map<String, NotStorableException> reasons = new LinkedHashMap<>();

    AttributeEncoder(
            AttributeState moment,
            AttributeCodec codec,
            ClassLoader webapp,
            InPlaceChangePolicy watch,
            AttributePlacement placing) {
        this.moment = moment;
        this.codec = codec;
        this.webapp = webapp;
        this.watch = watch;
        this.placing = placing;
        this.objects = new SharedObjects(moment.live(), this::encoded);
    }

    /** @param savedAnyway whether something else of the session is saved in the same step */
    AttributeChanges changes(boolean savedAnyway) {
        moment.removed().forEach(name -> written.put(name, null));
        moment.undecodable().forEach(this::mark);
        for (var name : moment.mine()) {
            var value = moment.live().get(name);
            if (value != null) {
                place(name, value);
            }
        }
        moment.superseded().forEach(this::compare);
        return savedAnyway || differ()
                ? new AttributeChanges(moment, written, conditions, superseded, lost(), local())
                : AttributeChanges.none(moment, local());
    }

    private AttributeChanges.Local local() {
        var gone = new HashSet<>(written.keySet());
        gone.removeAll(local.keySet());
        return local.isEmpty() && gone.isEmpty() && reasons.isEmpty()
                ? AttributeChanges.Local.NOTHING
                : new AttributeChanges.Local(local, gone, reasons);
    }

    private void place(String name, Object value) {
        if (!placing.leavesOut(name, value)) {
            try {
                compare(name, value);
            } catch (NotStorableException e) {
                keepHere(name, value, e);
            }
        } else if (placing.staysHere(name) && !isLocal(name)) {
            local.put(name, value);
        }
    }

    /** @throws NotStorableException that names the attribute, if it must not stay on this node */
    private void keepHere(String name, Object value, NotStorableException why) {
        if (placing.refuses() && !why.isTransient()) {
            throw why.of(name);
        }
        reasons.put(name, why);
        if (isLocal(name)) {
            return; // another request may have set or removed it since
        }
        var stored = moment.base().has(name);
        if (why.isTransient() && stored && !moment.put().contains(name)) {
            return; // the stored value remains valid, and this node has the value that was read
        }
        local.put(name, value);
        if (stored) {
            written.put(name, null);
        }
    }

    private Set<String> lost() {
        var replaced = new HashSet<>(moment.unseen());
        replaced.retainAll(written.keySet());
        replaced.addAll(lost);
        return replaced;
    }

    /** The session has another value now. If that was changed, too, it wins. */
    private void compare(SupersededValue held) {
        var encoded = storable(held);
        if (encoded == null || isStill(encoded, held.saved())) {
            return;
        }
        if (written.containsKey(held.name()) || !moment.base().holds(held.name(), held.saved())) {
            lost.add(held.name());
        }
        if (!written.containsKey(held.name())) {
            written.put(held.name(), encoded);
            superseded.put(held, encoded);
        }
    }

    /** Null if it was changed into something that cannot be stored; the request that did so has failed. */
    private @Nullable EncodedAttribute storable(SupersededValue held) {
        try {
            return encoded(held.name(), held.value());
        } catch (NotStorableException | SessionTooLargeException e) {
            return null;
        }
    }

    private void mark(String name) {
        var before = moment.base().known(name);
        if (before != null) {
            written.put(name, before.asDropped());
            if (!moment.base().isBeside(name)) {
                conditions.put(name, before);
            }
        }
    }

    private void compare(String name, Object value) {
        var before = moment.base().known(name);
        var beside = moment.base().isBeside(name);
        if (moment.put().contains(name) || before == null || beside && objects.shared(value)) {
            written.put(name, objects.encoded(name, value));
            return;
        }
        if (AttributeCodec.immutable(value) || watch.leaves(name, before)) {
            return;
        }
        var encoded = objects.encoded(name, value);
        var unchanged = SeparateThread.belongs(name)
                ? SeparateThread.call(() -> isStill(encoded, before))
                : isStill(encoded, before);
        if (unchanged && Objects.equals(encoded.same(), before.same())) {
            return;
        }
        written.put(name, unchanged ? before.sharedWith(encoded.same()) : encoded);
        if ((unchanged || moment.unread().contains(name)) && !beside) {
            conditions.put(name, before);
        }
    }

    private boolean differ() {
        for (var each : written.entrySet()) {
            if (!moment.base().holds(each.getKey(), each.getValue())) {
                return true;
            }
        }
        return false;
    }

    /** Returns the names of values that differ from what was read, or that cannot be stored: the in-place changes of a request whose save failed. */
    Set<String> spoilt() {
        var spoilt = new HashSet<String>();
        for (var name : moment.mine()) {
            var value = moment.live().get(name);
            if (value != null && !AttributeCodec.immutable(value) && !isLocal(name) && !isAsRead(name, value)) {
                spoilt.add(name);
            }
        }
        return spoilt;
    }

    /** Whether only this node had the value before: there is no stored value to which to revert. */
    private boolean isLocal(String name) {
        return !moment.put().contains(name) && !moment.base().has(name);
    }

    private boolean isAsRead(String name, Object value) {
        var before = moment.base().known(name);
        var now = before == null ? null : orNull(name, value);
        return before != null && now != null && isStill(now, before);
    }

    /** Returns the names of values that were set, and that can neither be stored nor stay on this node. */
    Set<String> unstorable() {
        var unstorable = new HashSet<String>();
        for (var name : moment.put()) {
            var value = moment.live().get(name);
            if (value != null && isRefused(name, value)) {
                unstorable.add(name);
            }
        }
        return unstorable;
    }

    private boolean isRefused(String name, Object value) {
        try {
            encoded(name, value);
            return false;
        } catch (NotStorableException e) {
            return placing.refuses();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return true;
        }
    }

    /** Returns null if the value cannot be encoded, whatever its class throws. */
    private @Nullable EncodedAttribute orNull(String name, Object value) {
        try {
            return encoded(name, value);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return null;
        }
    }

    private EncodedAttribute encoded(String name, Object value) {
        return SeparateThread.belongs(name)
                ? SeparateThread.call(() -> encodedHere(name, value))
                : encodedHere(name, value);
    }

    private EncodedAttribute encodedHere(String name, Object value) {
        try {
            return codec.encode(value, webapp);
        } catch (TooLargeException e) {
            throw SessionTooLargeException.attribute(name, e.atLeast(), codec.largest());
        }
    }

    /**
     * Whether a value is as it was read. Different text does not prove a change: another program may have written the
     * same value differently, and Java serialization includes the capacity of a hash table.
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
}
