package org.vedfolnir.session.document.attribute.type;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The classes that may be stored as JSON beans: an allow-list, empty by default. Immutable.
 *
 * @param patterns class names, {@code package.*} for the classes of a package, {@code package.**} for subpackages too
 */
public record BeanNames(List<String> patterns) {

    private static final Pattern FORM = Pattern.compile("(?!(java|javax|jdk|sun)\\.)[\\w$]+(\\.[\\w$]+)*(\\.\\*\\*?)?");

    public BeanNames {
        patterns = List.copyOf(patterns);
    }

    /** Allows no class. */
    public static BeanNames none() {
        return new BeanNames(List.of());
    }

    /**
     * Parses names separated by commas.
     *
     * @throws IllegalArgumentException with a description of the syntax
     */
    public static BeanNames parse(String text) {
        var names = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (!names.stream().allMatch(name -> FORM.matcher(name).matches())) {
            throw new IllegalArgumentException(
                    "must be class names of the application, separated by commas, as in shop.Cart, shop.model.* or"
                            + " shop.**");
        }
        return new BeanNames(names);
    }

    boolean isEmpty() {
        return patterns.isEmpty();
    }

    boolean contains(String name) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, name));
    }

    private static boolean matches(String pattern, String name) {
        if (pattern.endsWith(".**")) {
            return name.startsWith(pattern.substring(0, pattern.length() - 2));
        } else if (pattern.endsWith(".*")) {
            return pattern.length() - 2 == name.lastIndexOf('.')
                    && name.startsWith(pattern.substring(0, pattern.length() - 1));
        }
        return pattern.equals(name);
    }
}
