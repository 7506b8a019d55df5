package org.vedfolnir.session.document.attribute.type;

import java.lang.reflect.Array;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes arrays of a primitive type from JSON arrays: numbers and booleans as they are; characters and fractions,
 * which may be NaN, from text.
 */
final class PrimitiveArrays {

    private PrimitiveArrays() {}

    /** @throws RuntimeException if an element is not a value of the type */
    static Object read(Class<?> type, List<?> json) {
        var array = Array.newInstance(type, json.size());
        var at = 0;
        for (var element : json) {
            Array.set(array, at++, element(type, element));
        }
        return array;
    }

    private static Object element(Class<?> type, @Nullable Object json) {
        var boxed = java.lang.invoke.MethodType.methodType(type).wrap().returnType();
        if (boxed.isInstance(json)) {
            return json;
        }
        var scalar = ScalarType.of(boxed);
        if (scalar == null) {
            throw new IllegalArgumentException("An element of the array is of another type.");
        }
        return scalar.read(json);
    }
}
