package org.vedfolnir.session.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values that plain JSON keeps whole: String, Boolean, Integer, finite Double, and ArrayList and LinkedHashMap of such. Any other
 * list or map would come back as another class, so it is none of these.
 */
final class PlainJson {

    private static final int DEEPEST = 50;
    /** A list that holds another twice, which holds another twice, has no end in JSON; serialized, each is written once. */
    private static final int LONGEST = 4 << 20;

    private PlainJson() {}

    /** The JSON text; null when something in the value would be lost. */
    static @Nullable String write(Object value) {
        var out = new JsonWriter(64);
        return write(out, value, 0) ? out.toString() : null;
    }

    private static boolean write(JsonWriter out, @Nullable Object value, int depth) {
        if (value instanceof String text) {
            out.string(text);
        } else if (value instanceof Integer || value instanceof Boolean || value == null && depth > 0) {
            out.raw(String.valueOf(value));
        } else if (value instanceof Double number && Double.isFinite(number)) {
            out.raw(number.toString());
        } else if (value != null && value.getClass() == ArrayList.class && depth < DEEPEST) {
            return list(out, (ArrayList<?>) value, depth + 1);
        } else if (value != null && value.getClass() == LinkedHashMap.class && depth < DEEPEST) {
            return map(out, (LinkedHashMap<?, ?>) value, depth + 1);
        } else {
            return false;
        }
        return true;
    }

    private static boolean list(JsonWriter out, ArrayList<?> list, int depth) {
        out.raw("[");
        var comma = "";
        for (var element : list) {
            out.raw(comma);
            if (out.length() > LONGEST || !write(out, element, depth)) {
                return false;
            }
            comma = ",";
        }
        out.raw("]");
        return true;
    }

    private static boolean map(JsonWriter out, Map<?, ?> map, int depth) {
        out.raw("{");
        var comma = "";
        for (var entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                return false;
            }
            out.raw(comma).string(name).raw(":");
            if (out.length() > LONGEST || !write(out, entry.getValue(), depth)) {
                return false;
            }
            comma = ",";
        }
        out.raw("}");
        return true;
    }
}
