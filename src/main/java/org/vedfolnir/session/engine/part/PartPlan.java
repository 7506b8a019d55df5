package org.vedfolnir.session.engine.part;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.Part;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.store.PartChanges;

/**
 * Which attributes of a document that is about to be saved become parts beside it. A value that the store already has
 * is named, not sent again. A new value replaces the attribute's former part: a reader with an older document sees by
 * the digest that it is another.
 *
 * @param document the document to save
 * @param written values of parts that the store does not have yet, by their number
 * @param dropped numbers of parts that the document no longer names
 */
public record PartPlan(SessionDocument document, Map<Integer, EncodedAttribute> written, Set<Integer> dropped) {

    /**
     * @param merged the document with every new value inside of it
     * @param before the parts of the document in the store
     * @param largest the largest value inside of the document, in bytes; 0 for any
     */
    public static PartPlan of(SessionDocument merged, Map<String, Part> before, int largest, DocumentCodec codec) {
        if (before.isEmpty() && merged.parts().isEmpty() && !hasLarger(largest, merged)) {
            return new PartPlan(merged, Map.of(), Set.of());
        }
        var inside = new LinkedHashMap<>(merged.attributes());
        var beside = new HashMap<>(merged.parts());
        var written = new HashMap<Integer, EncodedAttribute>();
        var owners = owners(merged.attributes());
        merged.attributes().forEach((name, value) -> {
            if (largest > 0 && mayBePart(name, value, owners) && largerThan(largest, value.json())) {
                var part = place(name, value, before, beside, codec);
                if (part != null) {
                    inside.remove(name);
                    beside.put(name, part);
                    if (part != before.get(name)) {
                        written.put(part.number(), value);
                    }
                }
            }
        });
        return new PartPlan(merged.withAttributes(inside, beside), written, dropped(before, beside));
    }

    /** The names of attributes whose objects others share. */
    private static Set<String> owners(Map<String, EncodedAttribute> attributes) {
        var owners = new HashSet<String>();
        for (var value : attributes.values()) {
            if (value.same() != null) {
                owners.add(value.same());
            }
        }
        return owners;
    }

    /** A document can mark only values inside of it as shared or as not decoded. */
    private static boolean mayBePart(String name, EncodedAttribute value, Set<String> owners) {
        return value.same() == null && !value.dropped() && !owners.contains(name);
    }

    private static boolean hasLarger(int largest, SessionDocument document) {
        for (var value : document.attributes().values()) {
            if (largest > 0 && largerThan(largest, value.json())) {
                return true;
            }
        }
        return false;
    }

    /** A character takes at most three bytes, so the length alone decides for most values. */
    private static boolean largerThan(int largest, String json) {
        return json.length() > largest
                || json.length() > largest / 3 && json.getBytes(StandardCharsets.UTF_8).length > largest;
    }

    private static @org.jspecify.annotations.Nullable Part place(
            String name,
            EncodedAttribute value,
            Map<String, Part> before,
            Map<String, Part> beside,
            DocumentCodec codec) {
        var former = before.get(name);
        if (former != null) {
            var next = codec.parts().describe(former.number(), value);
            return next.sameValue(former) && codec.parts().usesActiveKey(former) ? former : next;
        }
        var taken = numbers(before);
        taken.addAll(numbers(beside));
        for (var number = 1; number <= Part.MOST; number++) {
            if (!taken.contains(number)) {
                return codec.parts().describe(number, value);
            }
        }
        return null; // no number is free: the value stays inside
    }

    private static Set<Integer> numbers(Map<String, Part> parts) {
        var numbers = new HashSet<Integer>();
        parts.values().forEach(part -> numbers.add(part.number()));
        return numbers;
    }

    private static Set<Integer> dropped(Map<String, Part> before, Map<String, Part> after) {
        var dropped = numbers(before);
        dropped.removeAll(numbers(after));
        return dropped;
    }

    /** The new values by their digest. */
    public Map<String, EncodedAttribute> values() {
        var values = new HashMap<String, EncodedAttribute>();
        for (var part : document.parts().values()) {
            var value = written.get(part.number());
            if (value != null) {
                values.put(part.digest(), value);
            }
        }
        return values;
    }

    /** The changes in the form in which the store takes them. */
    public PartChanges changes(DocumentCodec codec) {
        if (written.isEmpty() && dropped.isEmpty()) {
            return PartChanges.NONE;
        }
        var bytes = new HashMap<Integer, byte[]>();
        written.forEach((number, value) -> bytes.put(number, codec.parts().encode(value, document.handle(), number)));
        return new PartChanges(bytes, dropped);
    }
}
