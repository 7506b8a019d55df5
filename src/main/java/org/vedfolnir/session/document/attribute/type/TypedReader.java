package org.vedfolnir.session.document.attribute.type;

import java.io.ObjectInputFilter;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.json.JsonReader;
import org.vedfolnir.session.document.json.JsonWriter;

/**
 * Builds the values that {@link TypedWriter} wrote, from JSON that {@link JsonReader#exactValue} has read. Input that
 * does not fit throws a {@link RuntimeException} or a {@link ReflectiveOperationException}. Immutable.
 */
public final class TypedReader {

    private final NamedType named;
    private final JsonBeans beans;

    /**
     * @param webapp the application's class loader
     * @param filter which classes may be named
     */
    public TypedReader(ClassLoader webapp, ObjectInputFilter filter, JsonBeans beans) {
        this.named = new NamedType(webapp, filter);
        this.beans = beans;
    }

    /** Whether a tag names one of Java's own classes, whatever its value contains. */
    public static boolean isOfJava(String tag) {
        return ScalarType.tagged(tag) != null || CollectionType.tagged(tag) != null || MapType.tagged(tag) != null;
    }

    /** Builds a value inside another. */
    public @Nullable Object value(@Nullable Object json) throws ReflectiveOperationException {
        if (json instanceof List<?> list) {
            return new ArrayList<>(values(list));
        } else if (json instanceof Map<?, ?> map) {
            var tag = tag(map);
            return tag == null
                    ? entries(map)
                    : tagged(tag, map.values().iterator().next());
        }
        return json instanceof BigDecimal number ? (Object) number.doubleValue() : json;
    }

    private static @Nullable String tag(Map<?, ?> map) {
        return map.size() == 1 && map.keySet().iterator().next() instanceof String name && name.startsWith("@")
                ? name.substring(1)
                : null;
    }

    /** Builds the value of a type from what follows its tag. */
    public Object tagged(String tag, @Nullable Object json) throws ReflectiveOperationException {
        var scalar = ScalarType.tagged(tag);
        var collection = CollectionType.tagged(tag);
        var map = MapType.tagged(tag);
        if (scalar != null) {
            return scalar.read(json);
        } else if (collection != null) {
            return collection.read(values(list(json)).toArray());
        } else if (map != null) {
            return map.read(json instanceof Map<?, ?> object ? entries(object) : pairs(list(json)));
        }
        return array(tag, json);
    }

    private Object array(String tag, @Nullable Object json) throws ReflectiveOperationException {
        var primitives = ArrayType.primitives(tag);
        if (ArrayType.BYTES.equals(tag)) {
            return Base64.getDecoder().decode(text(json));
        } else if (primitives != null) {
            return PrimitiveArrays.read(primitives.getComponentType(), list(json));
        } else if (tag.startsWith(ArrayType.ARRAY)) {
            var component = ArrayType.component(tag.substring(ArrayType.ARRAY.length()), named);
            return filled(component, values(list(json)));
        }
        return ofAClass(tag, json);
    }

    private static Object filled(Class<?> component, List<@Nullable Object> values) {
        var array = Array.newInstance(component, values.size());
        for (var i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }

    private Object ofAClass(String tag, @Nullable Object json) throws ReflectiveOperationException {
        if (tag.startsWith(JsonBeans.BEAN)) {
            return beans.read(tag.substring(JsonBeans.BEAN.length()), JsonWriter.text(json), named.webapp());
        }
        var type = named.type(tag);
        return type.isEnum() ? constant(type, text(json)) : record(type, json);
    }

    private static Object constant(Class<?> type, String name) {
        for (var constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("The enum has no such constant.");
    }

    private Object record(Class<?> type, @Nullable Object json) throws ReflectiveOperationException {
        var shape = RecordShape.of(type)
                .orElseThrow(() -> new IllegalArgumentException("Java denies access to the record."));
        if (!(json instanceof Map<?, ?> members)) {
            throw new IllegalArgumentException("A record is a JSON object.");
        }
        var values = new Object[shape.components().size()];
        for (var i = 0; i < values.length; i++) {
            values[i] = component(shape.components().get(i), members);
        }
        return shape.newInstance(values);
    }

    private @Nullable Object component(RecordShape.Component component, Map<?, ?> members)
            throws ReflectiveOperationException {
        var json = members.get(component.name());
        if (json == null) {
            return members.containsKey(component.name()) ? null : component.missing();
        }
        return component.bare() == null ? value(json) : component.bare().read(json);
    }

    private List<@Nullable Object> values(List<?> list) throws ReflectiveOperationException {
        var values = new ArrayList<@Nullable Object>(list.size());
        for (var each : list) {
            values.add(value(each));
        }
        return values;
    }

    private LinkedHashMap<@Nullable Object, @Nullable Object> entries(Map<?, ?> object)
            throws ReflectiveOperationException {
        var entries = new LinkedHashMap<@Nullable Object, @Nullable Object>();
        for (var entry : object.entrySet()) {
            entries.put(entry.getKey(), value(entry.getValue()));
        }
        return entries;
    }

    private LinkedHashMap<@Nullable Object, @Nullable Object> pairs(List<?> pairs) throws ReflectiveOperationException {
        var entries = new LinkedHashMap<@Nullable Object, @Nullable Object>();
        for (var each : pairs) {
            var pair = values(list(each));
            if (pair.size() != 2 || entries.containsKey(pair.get(0))) {
                throw new IllegalArgumentException("A map must be pairs of a key and a value, with distinct keys.");
            }
            entries.put(pair.get(0), pair.get(1));
        }
        return entries;
    }

    private static List<?> list(@Nullable Object json) {
        if (json instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("A JSON array is expected.");
    }

    private static String text(@Nullable Object json) {
        if (json instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("A JSON string is expected.");
    }
}
