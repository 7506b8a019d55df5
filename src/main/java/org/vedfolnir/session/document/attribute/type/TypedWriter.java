package org.vedfolnir.session.document.attribute.type;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.json.JsonWriter;
import org.vedfolnir.session.document.json.TooLargeException;

/**
 * Writes a value of the closed table as JSON that keeps the types inside it: what plain JSON would lose is written as
 * an object of one member, <code>{"@long":5}</code>. One writer writes one value.
 */
public final class TypedWriter {

    /** The tag of a value that needs none itself but contains values that do. */
    public static final String TYPED = "typed";

    private static final int DEEPEST = 60;
    private static final int LONGEST = 4 << 20;

    private final JsonWriter out;
    /** Objects written so far: a mutable object that occurs twice would be restored as two. */
    private final Set<Object> seen;

    private final JsonBeans beans;
    /** Classes that a tag names. */
    private final Set<Class<?>> named;

    private TypedWriter(JsonBeans beans, Set<Object> seen, Set<Class<?>> named, int most) {
        this.beans = beans;
        this.out = new JsonWriter(128, most);
        this.seen = seen;
        this.named = named;
    }

    /**
     * @param tag of the value's type
     * @param named classes of the application that reading it loads
     */
    public record Typed(String tag, String json, Set<Class<?>> named) {}

    /**
     * Returns null if the value, or something in it, is not in the table or occurs in it twice.
     *
     * @param most maximum number of characters; more throw a {@link TooLargeException}
     */
    public static @Nullable Typed write(Object value, JsonBeans beans, int most) {
        var named = new HashSet<Class<?>>();
        var writer = new TypedWriter(beans, Collections.newSetFromMap(new IdentityHashMap<>()), named, most);
        try {
            var form = writer.form(value);
            if (form == null) {
                writer.bare(value, 0);
            } else {
                form.body().write(writer, 0);
            }
            return new Typed(form == null ? TYPED : form.tag(), writer.out.toString(), named);
        } catch (NotInTheTableException e) {
            return null;
        }
    }

    private void value(@Nullable Object value, int depth) {
        if (depth > DEEPEST || out.length() > LONGEST) {
            throw new NotInTheTableException();
        }
        var form = value == null ? null : form(value);
        if (form == null) {
            bare(value, depth);
        } else {
            out.raw("{").string("@" + form.tag()).raw(":");
            form.body().write(this, depth + 1);
            out.raw("}");
        }
    }

    /** Writes what plain JSON preserves. */
    private void bare(@Nullable Object value, int depth) {
        if (value instanceof String text) {
            out.string(text);
        } else if (value instanceof ArrayList<?> list) {
            elements(list, true, depth);
        } else if (value instanceof LinkedHashMap<?, ?> map) {
            object(map, true, depth);
        } else {
            out.raw(String.valueOf(value));
        }
    }

    /** Returns null for a value that needs no tag. */
    private @Nullable TypedForm<TypedWriter> form(Object value) {
        if (value instanceof String
                || value instanceof Integer
                || value instanceof Boolean
                || value instanceof Double number && Double.isFinite(number)) {
            return null;
        }
        var scalar = ScalarType.of(value);
        if (scalar != null) {
            return new TypedForm<>(scalar.tag(), (to, depth) -> to.scalar(scalar, value));
        } else if (value instanceof Enum<?> constant) {
            named.add(constant.getDeclaringClass());
            return new TypedForm<>(
                    NamedType.ENUM + constant.getDeclaringClass().getName(),
                    (to, depth) -> to.out.string(constant.name()));
        } else if (value.getClass().isArray()) {
            return array(value);
        } else if (value instanceof Record) {
            return record(value);
        }
        var bean = beans.write(value);
        if (bean != null) {
            named.add(value.getClass());
        }
        return bean == null
                ? container(value)
                : new TypedForm<>(JsonBeans.BEAN + value.getClass().getName(), (to, depth) -> to.out.raw(bean));
    }

    private void scalar(ScalarType<?> type, Object value) {
        out.raw(present(type.write(value)));
    }

    private static <T> T present(@Nullable T found) {
        if (found == null) {
            throw new NotInTheTableException();
        }
        return found;
    }

    private void requireFirstOccurrence(Object mutable) {
        if (!seen.add(mutable)) {
            throw new NotInTheTableException();
        }
    }

    private TypedForm<TypedWriter> array(Object array) {
        requireFirstOccurrence(array);
        if (array instanceof byte[] bytes) {
            out.requireRoomFor(bytes.length * 4L / 3);
            return new TypedForm<>(
                    ArrayType.BYTES,
                    (to, depth) -> to.out.string(Base64.getEncoder().encodeToString(bytes)));
        }
        var tag = present(ArrayType.tag(array.getClass()));
        if (tag.contains(NamedType.ENUM) || tag.contains(NamedType.RECORD)) {
            named.add(array.getClass());
        }
        var primitive = array.getClass().getComponentType().isPrimitive();
        return new TypedForm<>(tag, (to, depth) -> {
            to.out.raw("[");
            for (var i = 0; i < Array.getLength(array); i++) {
                to.out.raw(i == 0 ? "" : ",");
                if (primitive) {
                    to.primitive(Array.get(array, i));
                } else {
                    to.value(Array.get(array, i), depth + 1);
                }
            }
            to.out.raw("]");
        });
    }

    /** Writes an element whose type the array's tag implies. */
    private void primitive(Object value) {
        if (value instanceof Character || value instanceof Float || value instanceof Double) {
            out.string(value.toString());
        } else {
            out.raw(value.toString());
        }
    }

    private TypedForm<TypedWriter> record(Object value) {
        var shape = RecordShape.of(value.getClass()).orElseThrow(NotInTheTableException::new);
        var values = shape.values(value);
        if (!shape.restores(value, values)) {
            throw new NotInTheTableException();
        }
        named.add(value.getClass());
        return new TypedForm<>(NamedType.RECORD + value.getClass().getName(), (to, depth) -> {
            var before = "{";
            for (var i = 0; i < values.length; i++) {
                var component = shape.components().get(i);
                to.out.raw(before).string(component.name()).raw(":");
                to.component(component, values[i], depth + 1);
                before = ",";
            }
            to.out.raw(values.length == 0 ? "{}" : "}");
        });
    }

    private void component(RecordShape.Component component, @Nullable Object value, int depth) {
        var bare = component.bare();
        if (bare == null || value == null) {
            value(value, depth);
        } else if (ScalarType.of(value) == bare) {
            scalar(bare, value);
        } else {
            throw new NotInTheTableException();
        }
    }

    private @Nullable TypedForm<TypedWriter> container(Object value) {
        if (value.getClass() == ArrayList.class) {
            requireFirstOccurrence(value);
            return null;
        }
        var collection = CollectionType.of(value);
        if (collection != null) {
            return collection(collection, (Collection<?>) value);
        }
        var type = present(MapType.of(value));
        var map = (Map<?, ?>) value;
        if (type.mutable()) {
            requireFirstOccurrence(map);
        }
        if (map.getClass() == LinkedHashMap.class && MapType.hasTextKeys(map) && !MapType.isMistakenForTagged(map)) {
            return null;
        }
        return new TypedForm<>(type.tag(), (to, depth) -> {
            if (MapType.hasTextKeys(map)) {
                to.object(map, type.ordered(), depth);
            } else {
                to.pairs(map, type.ordered(), depth);
            }
        });
    }

    private TypedForm<TypedWriter> collection(CollectionType type, Collection<?> collection) {
        if (type.mutable()) {
            requireFirstOccurrence(collection);
        }
        return new TypedForm<>(type.tag(), (to, depth) -> to.elements(collection, type.ordered(), depth));
    }

    private void elements(Collection<?> elements, boolean ordered, int depth) {
        out.raw("[");
        join(elements, ordered, (to, element) -> to.value(element, depth + 1));
        out.raw("]");
    }

    private void object(Map<?, ?> map, boolean ordered, int depth) {
        out.raw("{");
        join(map.entrySet(), ordered, (to, entry) -> {
            to.out.string(String.valueOf(entry.getKey())).raw(":");
            to.value(entry.getValue(), depth + 1);
        });
        out.raw("}");
    }

    private void pairs(Map<?, ?> map, boolean ordered, int depth) {
        out.raw("[");
        join(map.entrySet(), ordered, (to, entry) -> {
            to.out.raw("[");
            to.value(entry.getKey(), depth + 2);
            to.out.raw(",");
            to.value(entry.getValue(), depth + 2);
            to.out.raw("]");
        });
        out.raw("]");
    }

    private interface Part<E> {
        void write(TypedWriter to, E part);
    }

    private <E> void join(Collection<E> parts, boolean ordered, Part<E> how) {
        var comma = "";
        if (!ordered) {
            for (var text : parts.stream()
                    .map(part -> writeSeparately(part, how))
                    .sorted()
                    .toList()) {
                out.raw(comma).raw(text);
                comma = ",";
            }
            return;
        }
        for (var part : parts) {
            out.raw(comma);
            how.write(this, part);
            comma = ",";
        }
    }

    /** Writes an element separately, to sort it among others. */
    private <E> String writeSeparately(E part, Part<E> how) {
        var writer = new TypedWriter(beans, seen, named, out.most());
        how.write(writer, part);
        return writer.out.toString();
    }
}
