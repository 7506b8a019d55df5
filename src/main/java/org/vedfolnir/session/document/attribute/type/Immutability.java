package org.vedfolnir.session.document.attribute.type;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Determines whether a value and everything inside it can never change. Cheap: it encodes nothing. */
public final class Immutability {

    private static final int DEEPEST = 50;
    /**
     * Limits shared structures, such as a list that contains the same list twice, and so on; beyond it a value counts
     * as mutable.
     */
    private static final int MOST = 100_000;

    private int visited;

    private Immutability() {}

    public static boolean of(Object value) {
        return new Immutability().of(value, 0);
    }

    private boolean of(@Nullable Object value, int depth) {
        if (value == null
                || value instanceof String
                || value instanceof Integer
                || value instanceof Boolean
                || value instanceof Enum<?>
                || ScalarType.of(value) != null) {
            return true;
        }
        return depth < DEEPEST && ++visited < MOST && inside(value, depth + 1);
    }

    private boolean inside(Object value, int depth) {
        if (value instanceof Record) {
            return record(value, depth);
        } else if (value instanceof Collection<?> collection) {
            var type = CollectionType.of(value);
            return type != null && !type.mutable() && all(collection, depth);
        } else if (value instanceof Map<?, ?> map) {
            var type = MapType.of(value);
            return type != null && !type.mutable() && all(map.keySet(), depth) && all(map.values(), depth);
        }
        return false;
    }

    private boolean record(Object value, int depth) {
        var shape = RecordShape.of(value.getClass());
        return shape.isPresent() && all(Arrays.asList(shape.get().values(value)), depth);
    }

    private boolean all(Collection<?> values, int depth) {
        for (var value : values) {
            if (!of(value, depth)) {
                return false;
            }
        }
        return true;
    }
}
