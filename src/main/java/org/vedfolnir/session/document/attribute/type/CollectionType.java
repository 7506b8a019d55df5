package org.vedfolnir.session.document.attribute.type;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A collection type that is restored equal and as mutable as it was. {@code ArrayList} is not here: it is a plain JSON
 * array.
 *
 * @param ordered whether its order is part of its value; otherwise elements are written sorted by their text, so that
 *     every node writes the same text
 * @param mutable whether it can be changed in place
 */
record CollectionType(
        String tag, boolean ordered, boolean mutable, Function<@Nullable Object[], Collection<@Nullable Object>> make) {

    private static final CollectionType HASH_SET =
            new CollectionType("hash_set", false, true, elements -> new HashSet<>(Arrays.asList(elements)));
    private static final CollectionType LINKED_SET =
            new CollectionType("linked_set", true, true, elements -> new LinkedHashSet<>(Arrays.asList(elements)));
    private static final CollectionType TREE_SET =
            new CollectionType("tree_set", true, true, elements -> new TreeSet<>(Arrays.asList(elements)));
    private static final CollectionType LIST_OF = new CollectionType("list_of", true, false, CollectionType::listOf);
    /**
     * Made by {@link Stream#toList()}: unlike {@link List#of()} it may contain null, and {@code contains(null)} does
     * not throw.
     */
    private static final CollectionType STREAM_LIST = new CollectionType(
            "stream_list", true, false, elements -> Stream.of(elements).toList());

    private static final CollectionType SET_OF = new CollectionType("set_of", false, false, CollectionType::setOf);

    private static final Map<Class<?>, CollectionType> BY_CLASS = Map.of(
            HashSet.class,
            HASH_SET,
            LinkedHashSet.class,
            LINKED_SET,
            TreeSet.class,
            TREE_SET,
            List.of(1).getClass(),
            LIST_OF,
            List.of(1, 2, 3).getClass(),
            LIST_OF,
            Set.of(1).getClass(),
            SET_OF,
            Set.of(1, 2, 3).getClass(),
            SET_OF);

    private static final Map<String, CollectionType> BY_TAG = Stream.of(
                    HASH_SET, LINKED_SET, TREE_SET, LIST_OF, STREAM_LIST, SET_OF)
            .collect(Collectors.toUnmodifiableMap(CollectionType::tag, Function.identity()));

    /** Returns null for a collection of another class, or with a comparator. */
    static @Nullable CollectionType of(Object value) {
        var type = BY_CLASS.get(value.getClass());
        if (value instanceof TreeSet<?> set && set.comparator() != null) {
            return null;
        }
        return type == LIST_OF && acceptsNull((List<?>) value) ? STREAM_LIST : type;
    }

    /** Distinguishes the two lists, which have the same class. */
    @SuppressWarnings("ReturnValueIgnored")
    private static boolean acceptsNull(List<?> list) {
        try {
            list.contains(null);
            return true;
        } catch (NullPointerException e) {
            return false;
        }
    }

    static @Nullable CollectionType tagged(String tag) {
        return BY_TAG.get(tag);
    }

    /** @throws RuntimeException if these elements do not form such a collection */
    Collection<@Nullable Object> read(@Nullable Object[] elements) {
        var made = make.apply(elements);
        if (made.size() != elements.length) {
            throw new IllegalArgumentException("A set contains an element twice.");
        }
        return made;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // List.of itself rejects null elements
    private static Collection<@Nullable Object> listOf(@Nullable Object[] elements) {
        return (Collection<@Nullable Object>) (Collection<?>) List.of(elements);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // Set.of rejects them as well
    private static Collection<@Nullable Object> setOf(@Nullable Object[] elements) {
        return (Collection<@Nullable Object>) (Collection<?>) Set.of(elements);
    }
}
