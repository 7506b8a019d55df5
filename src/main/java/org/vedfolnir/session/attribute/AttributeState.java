package org.vedfolnir.session.attribute;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vedfolnir.session.attribute.access.AttributeSelection;
import org.vedfolnir.session.attribute.access.SupersededValue;
import org.vedfolnir.session.document.attribute.AttributeCodec;

/**
 * The attributes of a session at one point in time, copied so that they can be encoded while requests use them:
 * encoding calls methods of the application, which may wait for its locks. Only the maps are copies; the values are the
 * live ones.
 *
 * @param base what was read
 * @param live all values that were decoded or set
 * @param mine the names whose values are compared with what was read
 * @param put those of {@code mine} that were set
 * @param removed the removed names to save
 * @param undecodable names whose values no node can decode, and that are to be marked
 * @param unread those of {@code mine} that are compared only because another name has the same object
 * @param superseded values that the session has replaced, and that a request may have changed in place
 * @param unseen names set or removed here that another node has set since
 */
public record AttributeState(
        AttributeSnapshot base,
        Map<String, Object> live,
        Set<String> mine,
        Set<String> put,
        Set<String> removed,
        Set<String> undecodable,
        Set<String> unread,
        List<SupersededValue> superseded,
        Set<String> unseen) {

    /** Whether nothing was set or removed, and nothing can have changed. */
    boolean isUntouched() {
        return put.isEmpty() && removed.isEmpty() && undecodable.isEmpty() && superseded.isEmpty() && allImmutable();
    }

    /** Most requests only read, and what they read cannot change. */
    private boolean allImmutable() {
        for (var name : mine) {
            var value = live.get(name);
            if (value != null && !AttributeCodec.immutable(value)) {
                return false;
            }
        }
        return true;
    }

    /** Filters the names that a request has to save. */
    static Set<String> chosen(Set<String> names, AttributeSelection mine) {
        var chosen = new HashSet<String>();
        for (var name : names) {
            if (mine.includes(name)) {
                chosen.add(name);
            }
        }
        return chosen;
    }

    /** Other names of the mutable objects that have these names. */
    static Set<String> sameObjects(Map<String, Object> live, Set<String> names) {
        var objects = Collections.newSetFromMap(new IdentityHashMap<>());
        for (var name : names) {
            var value = live.get(name);
            if (value != null && !AttributeCodec.immutable(value)) {
                objects.add(value);
            }
        }
        var others = new HashSet<String>();
        for (var each : live.entrySet()) {
            if (objects.contains(each.getValue()) && !names.contains(each.getKey())) {
                others.add(each.getKey());
            }
        }
        return others;
    }
}
