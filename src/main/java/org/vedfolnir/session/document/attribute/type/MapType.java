package org.vedfolnir.session.document.attribute.type;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A map type that is restored equal and as mutable as it was: a JSON object if every key is text, otherwise an array of
 * pairs. A {@code LinkedHashMap} with text keys needs no tag, unless its JSON would be mistaken for a tagged value.
 *
 * @param ordered whether its order is part of its value; otherwise entries are written sorted by their text, so that
 *     every node writes the same text
 * @param mutable whether it can be changed in place
 * @param make a map of the class from the entries of another, in their order
 */
record MapType(
        String tag,
        boolean ordered,
        boolean mutable,
        Function<Map<@Nullable Object, @Nullable Object>, Map<@Nullable Object, @Nullable Object>> make) {

    private static final MapType LINKED_MAP = new MapType("map", true, true, Function.identity());
    private static final MapType HASH_MAP = new MapType("hash_map", false, true, HashMap::new);
    private static final MapType TREE_MAP = new MapType("tree_map", true, true, TreeMap::new);
    private static final MapType MAP_OF = new MapType("map_of", false, false, MapType::mapOf);

    private static final Map<Class<?>, MapType> BY_CLASS = Map.of(
            LinkedHashMap.class,
            LINKED_MAP,
            HashMap.class,
            HASH_MAP,
            TreeMap.class,
            TREE_MAP,
            Map.of(1, 1).getClass(),
            MAP_OF,
            Map.of(1, 1, 2, 2).getClass(),
            MAP_OF);

    private static final Map<String, MapType> BY_TAG = Stream.of(LINKED_MAP, HASH_MAP, TREE_MAP, MAP_OF)
            .collect(Collectors.toUnmodifiableMap(MapType::tag, Function.identity()));

    /** Returns null for a map of another class, or with a comparator. */
    static @Nullable MapType of(Object value) {
        return value instanceof TreeMap<?, ?> map && map.comparator() != null ? null : BY_CLASS.get(value.getClass());
    }

    static @Nullable MapType tagged(String tag) {
        return BY_TAG.get(tag);
    }

    /** @throws RuntimeException if these entries do not form such a map */
    Map<@Nullable Object, @Nullable Object> read(LinkedHashMap<@Nullable Object, @Nullable Object> entries) {
        var made = make.apply(entries);
        if (made.size() != entries.size()) {
            throw new IllegalArgumentException("Two keys of a map are equal.");
        }
        return made;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // Map.copyOf itself rejects null keys and values
    private static Map<@Nullable Object, @Nullable Object> mapOf(Map<@Nullable Object, @Nullable Object> entries) {
        return (Map<@Nullable Object, @Nullable Object>) (Map<?, ?>) Map.copyOf(entries);
    }

    /** Whether the map can be written as a JSON object. */
    static boolean hasTextKeys(Map<?, ?> map) {
        return map.keySet().stream().allMatch(String.class::isInstance);
    }

    /** Whether its JSON would be mistaken for a tagged value. */
    static boolean isMistakenForTagged(Map<?, ?> map) {
        return map.size() == 1 && map.keySet().iterator().next() instanceof String name && name.startsWith("@");
    }
}
