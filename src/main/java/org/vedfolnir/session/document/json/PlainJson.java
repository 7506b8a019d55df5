package org.vedfolnir.session.document.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values that plain JSON preserves: String, Boolean, Integer, finite Double, and ArrayList and LinkedHashMap of such.
 * Any other list or map would be restored as another class, so it is excluded, and so is one that occurs in the value
 * twice: it would be restored as two.
 */
public final class PlainJson {

    private static final int DEEPEST = 50;
    /** A longer value, in characters, is serialized. */
    private static final int LONGEST = 4 << 20;

    private final JsonWriter out;
    private @Nullable Set<Object> seen;

    private PlainJson(int most) {
        this.out = new JsonWriter(64, most);
    }

    /**
     * Returns the JSON text; null if something in the value would be lost.
     *
     * @param most maximum number of characters; more throw a {@link TooLargeException}
     */
    public static @Nullable String write(Object value, int most) {
        var writer = new PlainJson(most);
        return writer.element(value, 0) ? writer.out.toString() : null;
    }

    private boolean element(@Nullable Object value, int depth) {
        if (value instanceof String text) {
            out.string(text);
        } else if (value instanceof Integer || value instanceof Boolean || value == null && depth > 0) {
            out.raw(String.valueOf(value));
        } else if (value instanceof Double number && Double.isFinite(number)) {
            out.raw(number.toString());
        } else if (value != null
                && value.getClass() == ArrayList.class
                && depth < DEEPEST
                && isFirstOccurrence(value)) {
            return list((ArrayList<?>) value, depth + 1);
        } else if (value != null
                && value.getClass() == LinkedHashMap.class
                && depth < DEEPEST
                && isFirstOccurrence(value)) {
            return map((LinkedHashMap<?, ?>) value, depth + 1);
        } else {
            return false;
        }
        return true;
    }

    private boolean isFirstOccurrence(Object mutable) {
        if (seen == null) {
            seen = Collections.newSetFromMap(new IdentityHashMap<>());
        }
        return seen.add(mutable);
    }

    private boolean list(ArrayList<?> list, int depth) {
        out.raw("[");
        var comma = "";
        for (var element : list) {
            out.raw(comma);
            if (out.length() > LONGEST || !element(element, depth)) {
                return false;
            }
            comma = ",";
        }
        out.raw("]");
        return true;
    }

    private boolean map(Map<?, ?> map, int depth) {
        out.raw("{");
        var comma = "";
        for (var entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                return false;
            }
            out.raw(comma).string(name).raw(":");
            if (out.length() > LONGEST || !element(entry.getValue(), depth)) {
                return false;
            }
            comma = ",";
        }
        out.raw("}");
        return true;
    }
}
