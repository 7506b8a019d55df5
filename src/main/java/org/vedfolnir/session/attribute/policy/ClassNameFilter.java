package org.vedfolnir.session.attribute.policy;

import java.io.ObjectInputFilter;
import java.util.regex.Pattern;

/**
 * Applies {@code sessionAttributeValueClassNameFilter} to stored values: only classes that match are read. Immutable.
 */
public record ClassNameFilter(Pattern allowed) implements ObjectInputFilter {

    @Override
    public Status checkInput(FilterInfo info) {
        var type = info.serialClass();
        if (type == null) {
            return Status.UNDECIDED;
        }
        var element = element(type);
        // collections check the arrays that they create
        var known = element.isPrimitive() || info.arrayLength() >= 0 && isOfCollections(element);
        return known || allowed.matcher(element.getName()).matches() ? Status.UNDECIDED : Status.REJECTED;
    }

    private static Class<?> element(Class<?> type) {
        var inner = type.getComponentType();
        return inner == null ? type : element(inner);
    }

    private static boolean isOfCollections(Class<?> element) {
        return element == Object.class || element == java.util.Map.Entry.class;
    }
}
