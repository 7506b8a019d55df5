package org.vedfolnir.session.settings;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Attributes by their names. Immutable.
 *
 * @param patterns names, or prefixes of names followed by {@code *}
 */
public record AttributeNames(List<String> patterns) {

    public static final AttributeNames NONE = new AttributeNames(List.of());

    private static final Pattern NAME = Pattern.compile("[^*,]+\\*?");

    public AttributeNames {
        patterns = List.copyOf(patterns);
    }

    /**
     * Parses names separated by commas.
     *
     * @throws IllegalArgumentException with the form of a name
     */
    public static AttributeNames parse(String text) {
        var names = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (!names.stream().allMatch(name -> NAME.matcher(name).matches())) {
            throw new IllegalArgumentException(
                    "must name attributes, separated by commas; a * at the end of a name matches any ending, as in cart,report.*");
        }
        return new AttributeNames(names);
    }

    public boolean include(String name) {
        for (var pattern : patterns) {
            if (pattern.endsWith("*")
                    ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                    : pattern.equals(name)) {
                return true;
            }
        }
        return false;
    }
}
