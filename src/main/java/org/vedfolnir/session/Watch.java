package org.vedfolnir.session;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.vedfolnir.session.document.EncodedAttribute;

/**
 * Which attributes are looked at again when a request ends, to see whether they were changed in place. What is not looked at is saved
 * when it is set, and only then. Thread-safe.
 */
final class Watch {

    private static final System.Logger LOG = System.getLogger(Watch.class.getName());
    private static final Pattern NAME = Pattern.compile("[^*,]+\\*?");
    private static final int MOST_SAID = 1000;

    private final List<String> unwatched;
    private final int mostBytes;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /**
     * @param unwatched names, or beginnings of names with {@code *} behind them, of attributes that the application always sets
     * @param mostBytes how large the JSON of an attribute is at most, to be looked at; in characters, which are bytes but for other letters
     */
    Watch(List<String> unwatched, int mostBytes) {
        this.unwatched = List.copyOf(unwatched);
        this.mostBytes = mostBytes;
    }

    /** Everything is looked at. */
    static Watch all() {
        return new Watch(List.of(), Integer.MAX_VALUE);
    }

    /**
     * Reads names with commas between them.
     *
     * @throws IllegalArgumentException that says what a name looks like
     */
    static List<String> names(String text) {
        var names = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (!names.stream().allMatch(name -> NAME.matcher(name).matches())) {
            throw new IllegalArgumentException(
                    "names attributes with commas between them, with one * at the end for all that begin so, as in cart,report.*");
        }
        return names;
    }

    /** Whether an attribute that this request read, and did not set, is taken for unchanged. */
    boolean leaves(String name, EncodedAttribute read) {
        if (unwatched.stream().anyMatch(pattern -> matches(pattern, name))) {
            return true;
        }
        if (read.json().length() <= mostBytes) {
            return false;
        }
        sayOnce(name, read.json().length());
        return true;
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(name);
    }

    private void sayOnce(String name, int length) {
        if (said.size() < MOST_SAID && said.add(name)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The session attribute ''{0}'' has {1} bytes, more than watchedBytes: when it is changed in place it is not saved. "
                            + "Call setAttribute after a change, make it smaller, or raise watchedBytes.",
                    name,
                    length);
        }
    }
}
