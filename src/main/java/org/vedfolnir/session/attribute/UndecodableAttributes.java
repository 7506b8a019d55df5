package org.vedfolnir.session.attribute;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The attributes that this node cannot use, because they cannot be decoded, or because filters exclude them. They stay
 * in the store for a node that has their class. Those that no node has reported yet are reported once, and marked in
 * the store. Guarded by their {@link TrackedAttributes}.
 */
final class UndecodableAttributes {

    // most sessions have none
    private Set<String> names = Set.of();
    private Set<String> unreported = Set.of();
    /** The next save marks these. */
    private Set<String> reported = Set.of();

    boolean contains(String name) {
        return names.contains(name);
    }

    Set<String> names() {
        return names;
    }

    /** @param isUnreported whether no node has reported it before */
    void add(String name, boolean isUnreported) {
        names = names.isEmpty() ? new HashSet<>() : names;
        if (names.add(name) && isUnreported) {
            unreported = unreported.isEmpty() ? new HashSet<>() : unreported;
            unreported.add(name);
        }
    }

    /** The attribute was set or removed. */
    void remove(String name) {
        if (!names.isEmpty()) {
            names.remove(name);
        }
    }

    void removeIf(Predicate<String> changed) {
        if (!names.isEmpty()) {
            names.removeIf(changed);
        }
    }

    /** Returns the names to report; each is returned once, and the next changes contain its mark. */
    Set<String> report() {
        if (unreported.isEmpty()) {
            return Set.of();
        }
        var report = unreported;
        unreported = Set.of();
        reported = reported.isEmpty() ? new HashSet<>() : reported;
        reported.addAll(report);
        return report;
    }

    /** The names that the next save marks. */
    Set<String> reported() {
        if (reported.isEmpty()) {
            return Set.of();
        }
        var marked = new HashSet<>(reported);
        marked.retainAll(names);
        return marked;
    }

    /** Whether nothing is to be reported or marked. */
    boolean isSettled() {
        return reported.isEmpty() && unreported.isEmpty();
    }

    /** Runs after a save: all are read again. */
    void clear() {
        names = Set.of();
        reported = Set.of();
    }
}
