package org.vedfolnir.session.document.attribute.serialization;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The path of an object inside of a value: {@code basket.lines[3].logger}, as far as Java permits access. Contains no
 * keys and no values. For one search, by one thread; takes time proportional to the value, so use it only for a message
 * that is logged once.
 */
final class ObjectPath {

    private static final int MOST = 200_000;

    private final Predicate<Object> sought;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Place> open = new ArrayDeque<>();

    private ObjectPath(Predicate<Object> sought) {
        this.sought = sought;
    }

    private record Place(Object value, @Nullable Place in, String step) {

        String path() {
            var steps = new ArrayDeque<String>();
            for (var place = this; place != null; place = place.in) {
                steps.addFirst(place.step);
            }
            return String.join("", steps);
        }
    }

    /** Returns the shortest path; the name alone if the object is not found. */
    static String of(String name, Object value, Predicate<Object> sought) {
        var search = new ObjectPath(sought);
        search.add(value, null, name);
        return search.path(name);
    }

    private String path(String name) {
        for (var place = open.poll(); place != null; place = open.poll()) {
            if (sought.test(place.value())) {
                return place.path();
            }
            try {
                addContents(place);
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                continue; // a collection of the application may throw anything
            }
        }
        return name;
    }

    private void add(@Nullable Object value, @Nullable Place in, String step) {
        if (value != null && seen.size() < MOST && seen.add(value)) {
            open.add(new Place(value, in, step));
        }
    }

    private void addContents(Place place) {
        var value = place.value();
        if (value instanceof Object[] array) {
            for (var i = 0; i < Array.getLength(array); i++) {
                add(array[i], place, "[" + i + "]");
            }
        } else if (value instanceof Map<?, ?> map) {
            addAll(List.copyOf(nullsLeftOut(map.keySet())), place, ".keys");
            addAll(nullsLeftOut(map.values()), place, ".values");
        } else if (value instanceof Collection<?> collection) {
            addAll(nullsLeftOut(collection), place, "");
        } else if (value instanceof Throwable thrown) {
            add(thrown.getCause(), place, ".cause");
        }
        fields(place);
    }

    private static List<Object> nullsLeftOut(Collection<?> all) {
        var some = new ArrayList<Object>();
        for (var each : all) {
            some.add(each == null ? "" : each);
        }
        return some;
    }

    private void addAll(List<Object> values, Place place, String step) {
        for (var i = 0; i < values.size(); i++) {
            add(values.get(i), place, step + "[" + i + "]");
        }
    }

    private void fields(Place place) {
        for (Class<?> type = place.value().getClass(); type != null && type != Object.class; type = superclass(type)) {
            for (var field : type.getDeclaredFields()) {
                if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0
                        && !field.getType().isPrimitive()) {
                    add(inside(field, place.value()), place, "." + field.getName());
                }
            }
        }
    }

    private static @Nullable Class<?> superclass(Class<?> type) {
        return type.getSuperclass();
    }

    /** Returns null if Java denies access. */
    private static @Nullable Object inside(Field field, Object value) {
        try {
            return field.trySetAccessible() ? field.get(value) : null;
        } catch (IllegalAccessException | RuntimeException e) {
            return null;
        }
    }
}
