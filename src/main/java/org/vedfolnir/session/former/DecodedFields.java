package org.vedfolnir.session.former;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.former.encoding.UnreadableValueException;
import org.vedfolnir.session.former.encoding.ValueReader;

/**
 * The fields of a hash, decoded by one reader.
 *
 * @param values by name
 * @param unreadable why a field could not be read, by name
 */
record DecodedFields(Map<String, Object> values, Map<String, String> unreadable) {

    static DecodedFields of(Map<String, byte[]> fields, ValueReader reader) {
        var values = new LinkedHashMap<String, Object>();
        var unreadable = new LinkedHashMap<String, String>();
        fields.forEach((name, value) -> {
            if (value.length == 0) {
                return; // an attribute that was removed
            }
            try {
                values.put(name, reader.read(value));
            } catch (UnreadableValueException e) {
                unreadable.put(name, String.valueOf(e.getMessage()));
            }
        });
        return new DecodedFields(values, unreadable);
    }

    @Nullable
    Number number(String name) {
        return values.get(name) instanceof Number number ? number : null;
    }

    @Nullable
    String text(String name) {
        return values.get(name) instanceof String text ? text : null;
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    /** Returns a whole number of seconds as ms; 0 for a negative one, which means never. */
    static long idle(Number seconds) {
        return Math.min(Integer.MAX_VALUE, Math.max(0, seconds.longValue())) * 1000;
    }
}
