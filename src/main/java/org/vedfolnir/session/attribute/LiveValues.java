package org.vedfolnir.session.attribute;

import jakarta.servlet.http.HttpSessionBindingListener;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.access.AttributeSelection;
import org.vedfolnir.session.attribute.access.SupersededValues;
import org.vedfolnir.session.document.attribute.AttributeCodec;

/**
 * The current values of a session's attributes, over those that were read, with the names that were set or removed and
 * are not saved. It calls no method of the application. Guarded by its {@link TrackedAttributes}.
 */
final class LiveValues {

    private final ActivationNotifier activation;
    private final Map<String, Object> live = new HashMap<>();
    private final Set<String> put = new HashSet<>();
    private final Set<String> removed = new HashSet<>();
    private final UndecodableAttributes undecodable = new UndecodableAttributes();
    /** Names that were loaded only because another name has the same object. */
    private final Set<String> unread = new HashSet<>();

    private AttributeSnapshot base;

    LiveValues(AttributeSnapshot base, ActivationNotifier activation) {
        this.base = base;
        this.activation = activation;
    }

    /** The attributes as they were read. */
    AttributeSnapshot base() {
        return base;
    }

    UndecodableAttributes undecodable() {
        return undecodable;
    }

    /** Adds this node's local values; values that another node has set since take precedence. */
    void joinLocal(NodeLocalValues local) {
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

    /** Returns a value that was decoded or set, also under another name of the same object. */
    @Nullable
    Object known(String name) {
        if (isAbsent(name)) {
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
        unread.remove(name);
        return known;
    }

    /** Whether it is certain that this node has no usable value. */
    boolean isAbsent(String name) {
        return removed.contains(name) || undecodable.contains(name);
    }

    /** Whether the session has such an attribute, in the store or here. */
    boolean has(String name) {
        return (live.containsKey(name) || base.has(name)) && !isAbsent(name);
    }

    /** Unchanged names that have the same object as this one. */
    private Set<String> names(String name) {
        var encoded = base.known(name);
        if (encoded == null) {
            return Set.of();
        }
        var names = SharedObjects.names(base.inside(), name, encoded);
        names.removeIf(this::isChanged);
        return names;
    }

    /** Adds a decoded value, unless another thread was faster, or has set or removed the attribute in between. */
    @Nullable
    Object adopt(String name, AttributeConverter.Decoded decoded) {
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
                        unread.add(each);
                    }
                });
            }
            activation.decoded(value);
        } else if (decoded.there()) {
            undecodable.add(name, decoded.isUnreported());
        }
        return value;
    }

    /** @return the previous value, if it is loaded */
    @Nullable
    Object set(String name, Object value) {
        var before = known(name);
        live.put(name, value);
        put.add(name);
        removed.remove(name);
        undecodable.remove(name);
        return before;
    }

    /** @return the previous value, if it is loaded */
    @Nullable
    Object delete(String name) {
        var before = known(name);
        live.remove(name);
        put.remove(name);
        undecodable.remove(name);
        removed.add(name);
        return before;
    }

    /**
     * Restores an earlier, unsaved change of another request after a later one was reverted.
     *
     * @param value null if it removed the attribute
     */
    void setAsBefore(String name, @Nullable Object value) {
        if (value == null) {
            removed.add(name);
        } else {
            live.put(name, value);
            put.add(name);
        }
    }

    Set<String> names() {
        var names = base.names();
        names.addAll(live.keySet());
        names.removeAll(removed);
        names.removeAll(undecodable.names());
        return names;
    }

    /** The names of attributes whose values may want to be notified when they are unbound. */
    Set<String> mayBeBound() {
        var names = base.namesOfApplication();
        names.removeAll(live.keySet());
        live.forEach((name, value) -> {
            if (value instanceof HttpSessionBindingListener) {
                names.add(name);
            }
        });
        names.removeIf(this::isAbsent);
        return names;
    }

    /** Whether an attribute was set or removed and is not saved. */
    boolean isChanged(String name) {
        return put.contains(name) || removed.contains(name);
    }

    Stream<String> changed() {
        return Stream.concat(put.stream(), removed.stream());
    }

    /** The names that were set and are not saved. Not to be changed. */
    Set<String> put() {
        return put;
    }

    /** Whether any attribute that a request has to save was set or removed. */
    boolean hasNews(AttributeSelection mine) {
        return includesOne(mine, put) || includesOne(mine, removed);
    }

    private static boolean includesOne(AttributeSelection mine, Set<String> names) {
        for (var name : names) {
            if (mine.includes(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether none of the values that a request holds can be changed in place. */
    boolean isImmutable(AttributeSelection mine) {
        for (var each : live.entrySet()) {
            if (mine.includes(each.getKey()) && !AttributeCodec.immutable(each.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** The values that were decoded or set, by name. Not to be changed. */
    Map<String, Object> live() {
        return live;
    }

    /** Returns a copy of the current state, for one request to save. */
    AttributeState state(AttributeSelection mine, SupersededValues superseded, Set<String> unseen) {
        var compared = AttributeState.chosen(live.keySet(), mine);
        var others = otherNames(compared); // they may have been changed under another name
        compared.addAll(others);
        return new AttributeState(
                base,
                new HashMap<>(live),
                compared,
                put.isEmpty() ? Set.of() : AttributeState.chosen(put, mine),
                removed.isEmpty() ? Set.of() : AttributeState.chosen(removed, mine),
                undecodable.reported(),
                others,
                superseded.of(mine),
                Set.copyOf(unseen));
    }

    /**
     * Names of the same objects that only other requests read, besides those that are compared anyway. A value that one
     * of them has set and not saved is not included.
     */
    private Set<String> otherNames(Set<String> compared) {
        if (compared.size() == live.size()) {
            return unread.isEmpty() ? Set.of() : new HashSet<>(unread);
        }
        var others = AttributeState.sameObjects(live, compared);
        others.removeAll(put);
        others.addAll(unread);
        return others;
    }

    /** A save wrote that state; what was set again since is still to be saved. */
    void saved(AttributeState then) {
        put.removeIf(name -> then.put().contains(name) && then.live().get(name) == live.get(name));
        removed.removeAll(then.removed());
    }

    /** What stays on this node counts as settled, although nothing was saved. */
    void settled(AttributeChanges.Local local) {
        var values = local.values();
        put.removeIf(name -> values.containsKey(name) && values.get(name) == live.get(name));
        removed.removeIf(name -> local.gone().contains(name) && !base.has(name));
    }

    /** Drops the unsaved changes of these names. */
    void takeBack(Set<String> names) {
        put.removeAll(names);
        removed.removeAll(names);
    }

    /**
     * Makes another document the base: values that it has changed are read again, unless they were set here.
     *
     * @param replaced receives each value that the session no longer has; {@link #base} is still the old one then
     */
    void replace(AttributeSnapshot after, Predicate<String> unchanged, BiConsumer<String, Object> replaced) {
        live.entrySet().removeIf(each -> {
            var name = each.getKey();
            if (put.contains(name) || unchanged.test(name)) {
                return false;
            }
            replaced.accept(name, each.getValue());
            return true;
        });
        base = after;
        unread.retainAll(live.keySet());
    }
}
