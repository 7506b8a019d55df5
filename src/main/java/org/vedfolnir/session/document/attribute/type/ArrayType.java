package org.vedfolnir.session.document.attribute.type;

import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tags of arrays: one for each primitive type, for example {@code ints}, and {@code array:} with the tag of its
 * components.
 */
final class ArrayType {

    static final String ARRAY = "array:";
    static final String BYTES = "bytes";

    private static final Map<String, Class<?>> BY_TAG = Map.ofEntries(
            Map.entry("booleans", boolean[].class),
            Map.entry(BYTES, byte[].class),
            Map.entry("chars", char[].class),
            Map.entry("shorts", short[].class),
            Map.entry("ints", int[].class),
            Map.entry("longs", long[].class),
            Map.entry("floats", float[].class),
            Map.entry("doubles", double[].class),
            Map.entry("string", String.class),
            Map.entry("int", Integer.class),
            Map.entry("boolean", Boolean.class),
            Map.entry("object", Object.class));

    private static final Map<Class<?>, String> BY_CLASS =
            BY_TAG.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private ArrayType() {}

    /** Returns the tag of an array class; null if its component type is not in the table. */
    static @Nullable String tag(Class<?> array) {
        var component = array.getComponentType();
        if (component.isPrimitive()) {
            return BY_CLASS.get(array);
        }
        var inside = component.isArray() ? tag(component) : componentTag(component);
        return inside == null ? null : ARRAY + inside;
    }

    private static @Nullable String componentTag(Class<?> component) {
        var scalar = ScalarType.of(component);
        if (scalar != null) {
            return scalar.tag();
        } else if (component.isEnum()) {
            return NamedType.ENUM + component.getName();
        } else if (component.isRecord()) {
            return NamedType.RECORD + component.getName();
        }
        return BY_CLASS.get(component);
    }

    /** Returns the class of a primitive array; null for any other tag. */
    static @Nullable Class<?> primitives(String tag) {
        var type = BY_TAG.get(tag);
        return type != null && type.isArray() ? type : null;
    }

    /** Returns the class of an array's elements, from what follows {@code array:}. */
    static Class<?> component(String tag, NamedType named) throws ClassNotFoundException {
        if (tag.startsWith(ARRAY)) {
            return component(tag.substring(ARRAY.length()), named).arrayType();
        }
        var scalar = ScalarType.tagged(tag);
        var known = scalar == null ? BY_TAG.get(tag) : scalar.type();
        return known == null ? named.type(tag) : known;
    }
}
