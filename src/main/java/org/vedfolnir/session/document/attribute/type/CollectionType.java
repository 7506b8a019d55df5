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
 * A collection that comes back equal and as mutable as it was. {@code ArrayList} is not here: it is a plain JSON array.
 *
 * @param ordered whether its order is its own; else elements are written sorted by their text, so that every node writes the same
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
    /** What {@link Stream#toList()} makes: unlike {@link List#of()} it may hold null, and may be asked for it. */
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

    /** Null for a collection of another class, or of an order that only code knows. */
    static @Nullable CollectionType of(Object value) {
        var type = BY_CLASS.get(value.getClass());
        if (value instanceof TreeSet<?> set && set.comparator() != null) {
            return null;
        }
        return type == LIST_OF && takesNull((List<?>) value) ? STREAM_LIST : type;
    }

    /** The two have one class. */
    @SuppressWarnings("ReturnValueIgnored")
    private static boolean takesNull(List<?> list) {
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

    /** @throws RuntimeException when these elements are no such collection */
    Collection<@Nullable Object> read(@Nullable Object[] elements) {
        var made = make.apply(elements);
        if (made.size() != elements.length) {
            throw new IllegalArgumentException("An element stands twice in a set.");
        }
        return made;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // null among the elements is refused by List.of itself
    private static Collection<@Nullable Object> listOf(@Nullable Object[] elements) {
        return (Collection<@Nullable Object>) (Collection<?>) List.of(elements);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // and by Set.of
    private static Collection<@Nullable Object> setOf(@Nullable Object[] elements) {
        return (Collection<@Nullable Object>) (Collection<?>) Set.of(elements);
    }
}
