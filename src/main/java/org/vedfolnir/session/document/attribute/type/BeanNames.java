package org.vedfolnir.session.document.attribute.type;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which classes may be stored as JSON beans: an allow-list, which is empty by default. Immutable.
 *
 * @param patterns class names, {@code package.*} for the classes of a package, {@code package.**} for those below it too
 */
public record BeanNames(List<String> patterns) {

    private static final Pattern FORM = Pattern.compile("(?!(java|javax|jdk|sun)\\.)[\\w$]+(\\.[\\w$]+)*(\\.\\*\\*?)?");

    public BeanNames {
        patterns = List.copyOf(patterns);
    }

    /** No class at all. */
    public static BeanNames none() {
        return new BeanNames(List.of());
    }

    /**
     * Reads names with commas between them.
     *
     * @throws IllegalArgumentException that says what a name looks like
     */
    public static BeanNames parse(String text) {
        var names = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (!names.stream().allMatch(name -> FORM.matcher(name).matches())) {
            throw new IllegalArgumentException(
                    "names classes of the application with commas between them, as in shop.Cart, shop.model.* or shop.**");
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
