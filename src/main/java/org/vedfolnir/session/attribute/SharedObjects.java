package org.vedfolnir.session.attribute;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/**
 * Mutable objects that a session has under more than one name. Each name is stored with the whole text, and all but the
 * first with a mark that names the first. The mark is valid only if both texts are equal. So no name depends on
 * another: whatever a request replaces or removes, and whichever request wins a race, the others keep their values.
 *
 * <p>One instance encodes the attributes of one point in time, each object once.
 */
final class SharedObjects {

    private final BiFunction<String, Object, EncodedAttribute> encoding;
    private final Map<Object, String> first = new IdentityHashMap<>();
    private final Set<Object> several = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Object, EncodedAttribute> encoded = new IdentityHashMap<>();

    /** @param encoding of an attribute's value */
    SharedObjects(Map<String, Object> live, BiFunction<String, Object, EncodedAttribute> encoding) {
        this.encoding = encoding;
        for (var each : live.entrySet()) {
            if (!AttributeCodec.immutable(each.getValue())) {
                name(each.getKey(), each.getValue());
            }
        }
    }

    /** The first name in alphabetical order, on every node. */
    private void name(String name, Object value) {
        var known = first.get(value);
        if (known != null) {
            several.add(value);
        }
        if (known == null || name.compareTo(known) < 0) {
            first.put(value, name);
        }
    }

    /** Whether a value has more than one name. */
    boolean shared(Object value) {
        return several.contains(value);
    }

    /** The text of an attribute, with the mark of a shared object. */
    EncodedAttribute encoded(String name, Object value) {
        if (AttributeCodec.immutable(value)) {
            return encoding.apply(name, value);
        }
        var text = encoded.computeIfAbsent(value, each -> encoding.apply(name, each));
        var owner = first.get(value);
        return name.equals(owner) ? text : text.sharedWith(owner);
    }

    /** Returns the names that have the same object as this one in a document, including itself. */
    static Set<String> names(Map<String, EncodedAttribute> base, String name, EncodedAttribute attribute) {
        var names = new HashSet<>(Set.of(name));
        var owner = owner(name, attribute);
        base.forEach((other, value) -> {
            if (owner.equals(owner(other, value)) && value.hasValueOf(attribute)) {
                names.add(other);
            }
        });
        return names;
    }

    private static String owner(String name, EncodedAttribute attribute) {
        return attribute.same() == null ? name : attribute.same();
    }
}
