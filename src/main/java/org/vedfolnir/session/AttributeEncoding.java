package org.vedfolnir.session;

import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.AttributeCodec;
import org.vedfolnir.session.document.EncodedAttribute;
import org.vedfolnir.session.document.NotStorableException;
import org.vedfolnir.session.document.TooLargeException;
import org.vedfolnir.session.document.UndecodableAttributeException;

/**
 * Finds out what changed since attributes were read: what was set, what was removed, and what was read and then changed in place. A value
 * that is encoded as before is no change; but as soon as there is one, everything that was set or removed belongs to it, so that fields
 * set together stay together when another request sets the same ones at the same time. For one moment, by one thread.
 */
final class AttributeEncoding {

    /** A collection that another request of the session adds to is encoded when that is done; each try is as long as an encoding. */
    private static final int TRIES = 100;

    private final AttributeMoment moment;
    private final AttributeCodec codec;
    private final ClassLoader webapp;
    private final Watch watch;
    private final BiPredicate<String, Object> leftOut;
    private final SharedObjects objects;
    private final Map<String, @Nullable EncodedAttribute> written = new LinkedHashMap<>();
    private final Map<String, EncodedAttribute> conditions = new HashMap<>();
    private final Map<SupersededValue, EncodedAttribute> superseded = new IdentityHashMap<>();
    private final Set<String> lost = new HashSet<>();

    AttributeEncoding(
            AttributeMoment moment,
            AttributeCodec codec,
            ClassLoader webapp,
            Watch watch,
            BiPredicate<String, Object> leftOut) {
        this.moment = moment;
        this.codec = codec;
        this.webapp = webapp;
        this.watch = watch;
        this.leftOut = leftOut;
        this.objects = new SharedObjects(moment.live(), this::encoded);
    }

    /** @param savedAnyway whether something else of the session is saved in the same step */
    AttributeChanges changes(boolean savedAnyway) {
        moment.removed().forEach(name -> written.put(name, null));
        moment.told().forEach(this::mark);
        for (var name : moment.mine()) {
            var value = moment.live().get(name);
            if (value != null && !leftOut.test(name, value)) {
                look(name, value);
            }
        }
        moment.superseded().forEach(this::look);
        return savedAnyway || differ()
                ? new AttributeChanges(moment, written, conditions, superseded, lost())
                : AttributeChanges.none(moment);
    }

    private Set<String> lost() {
        var replaced = new HashSet<>(moment.unseen());
        replaced.retainAll(written.keySet());
        replaced.addAll(lost);
        return replaced;
    }

    /** The session has another value by now, which goes before if it was changed as well. */
    private void look(SupersededValue held) {
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

    /** Null when it was made something that cannot be stored: whoever did has heard of it. */
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

    private void look(String name, Object value) {
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
        var unchanged = isStill(encoded, before);
        if (unchanged && Objects.equals(encoded.same(), before.same())) {
            return;
        }
        written.put(name, unchanged ? before.sharedWith(encoded.same()) : encoded);
        if ((unchanged || moment.unasked().contains(name)) && !beside) {
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

    /**
     * Of the values that were just looked at in vain, those that are not as they were read, or cannot be stored: what a request whose save is
     * refused has made of them.
     */
    Set<String> spoilt() {
        var spoilt = new HashSet<String>();
        for (var name : moment.mine()) {
            var value = moment.live().get(name);
            if (value != null && !AttributeCodec.immutable(value) && !isAsRead(name, value)) {
                spoilt.add(name);
            }
        }
        return spoilt;
    }

    private boolean isAsRead(String name, Object value) {
        var before = moment.base().known(name);
        var now = before == null ? null : orNull(name, value);
        return before != null && now != null && isStill(now, before);
    }

    /** The names of values that were set and cannot be stored. */
    Set<String> unstorable() {
        var unstorable = new HashSet<String>();
        for (var name : moment.put()) {
            var value = moment.live().get(name);
            if (value != null && orNull(name, value) == null) {
                unstorable.add(name);
            }
        }
        return unstorable;
    }

    /** Null for what cannot be encoded, whatever its class throws. */
    private @Nullable EncodedAttribute orNull(String name, Object value) {
        try {
            return encoded(name, value);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return null;
        }
    }

    private EncodedAttribute encoded(String name, Object value) {
        for (var tries = 1; ; tries++) {
            try {
                return codec.encode(value);
            } catch (TooLargeException e) {
                throw SessionTooLargeException.attribute(name, e.atLeast(), codec.largest());
            } catch (ConcurrentModificationException e) {
                if (tries == TRIES) {
                    throw e;
                }
                Thread.yield();
            }
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
}
