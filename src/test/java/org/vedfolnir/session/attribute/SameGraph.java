package org.vedfolnir.session.attribute;

import jakarta.servlet.http.Cookie;
import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.catalina.realm.GenericPrincipal;
import org.jspecify.annotations.Nullable;

/** Compares two object graphs: classes, values, and which beans, lists and maps are the same object. For one comparison. */
final class SameGraph {

    private final Map<Object, Object> pairs = new IdentityHashMap<>();

    /** The first difference, or null. */
    static @Nullable String difference(@Nullable Object one, @Nullable Object other) {
        return new SameGraph().compare(one, other, "value");
    }

    private @Nullable String compare(@Nullable Object one, @Nullable Object other, String path) {
        if (one == null || other == null) {
            return one == other ? null : path + ": " + one + " and " + other;
        } else if (one.getClass() != other.getClass()) {
            return isLambda(one) && isLambda(other) ? null : path + ": " + one.getClass() + " and " + other.getClass();
        }
        var known = pairs.get(one);
        if (known != null) {
            return known == other || !isOneOfAKind(one) ? null : path + ": another object";
        }
        pairs.put(one, other);
        return inside(one, other, path);
    }

    private static boolean isLambda(Object value) {
        return value.getClass().isHidden();
    }

    private static boolean isOneOfAKind(Object value) {
        return value instanceof GraphTypes.Bean;
    }

    private @Nullable String inside(Object one, Object other, String path) {
        if (one instanceof Object[]) {
            return all(List.of((Object[]) withoutNulls(one)), List.of((Object[]) withoutNulls(other)), path);
        } else if (one.getClass().isArray()) {
            return java.util.Arrays.deepEquals(new Object[] {one}, new Object[] {other}) ? null : path + ": an array";
        } else if (one instanceof GraphTypes.Bean || one instanceof Record || one instanceof Throwable) {
            return fields(one, other, path);
        } else if (one instanceof AtomicReference<?> reference) {
            return compare(reference.get(), ((AtomicReference<?>) other).get(), path + ".get()");
        } else if (one instanceof Map<?, ?> map) {
            return maps(map, (Map<?, ?>) other, path);
        } else if (one instanceof Set<?> || one instanceof PriorityQueue<?>) {
            return shown(
                    one,
                    List.copyOf((Collection<?>) one).equals(List.copyOf((Collection<?>) other)) || one.equals(other),
                    path);
        } else if (one instanceof Collection<?> collection) {
            return all(new ArrayList<>(collection), new ArrayList<>((Collection<?>) other), path);
        }
        return shown(one, isShownOnly(one) ? show(one).equals(show(other)) : one.equals(other), path);
    }

    private static Object withoutNulls(Object array) {
        var copy = new Object[Array.getLength(array)];
        for (var i = 0; i < copy.length; i++) {
            var element = Array.get(array, i);
            copy[i] = element == null ? "null" : element;
        }
        return copy;
    }

    private static boolean isShownOnly(Object value) {
        return value instanceof Pattern
                || value instanceof AtomicInteger
                || value instanceof AtomicLong
                || value instanceof StringBuilder
                || value instanceof GenericPrincipal
                || value instanceof Cookie
                || Proxy.isProxyClass(value.getClass());
    }

    private static String show(Object value) {
        return value instanceof Cookie cookie ? cookie.getName() + "=" + cookie.getValue() : value.toString();
    }

    private static @Nullable String shown(Object one, boolean same, String path) {
        return same ? null : path + ": not equal, of " + one.getClass();
    }

    private @Nullable String all(List<?> one, List<?> other, String path) {
        if (one.size() != other.size()) {
            return path + ": " + one.size() + " and " + other.size() + " elements";
        }
        for (var i = 0; i < one.size(); i++) {
            var difference = compare(one.get(i), other.get(i), path + "[" + i + "]");
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    private @Nullable String maps(Map<?, ?> one, Map<?, ?> other, String path) {
        if (!one.keySet().equals(other.keySet())) {
            return path + ": other keys";
        }
        if (one instanceof SortedMap<?, ?> sorted) {
            var order = sorted.comparator();
            var others = ((SortedMap<?, ?>) other).comparator();
            if ((order == null) != (others == null)
                    || order != null && !order.getClass().equals(others.getClass())) {
                return path + ": another order";
            }
        }
        for (var each : one.entrySet()) {
            var difference = compare(each.getValue(), other.get(each.getKey()), path + "{}");
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    private @Nullable String fields(Object one, Object other, String path) {
        for (Class<?> type = one.getClass(); type != null && type != Object.class; type = superclass(type)) {
            for (var field : type.getDeclaredFields()) {
                if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) != 0 || !field.trySetAccessible()) {
                    continue;
                }
                try {
                    var difference = compare(field.get(one), field.get(other), path + "." + field.getName());
                    if (difference != null) {
                        return difference;
                    }
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return null;
    }

    private static @Nullable Class<?> superclass(Class<?> type) {
        return type.getSuperclass();
    }
}
