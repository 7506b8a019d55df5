package org.vedfolnir.session.cli.keys;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** The number at the end of a key's name: {@code k2} follows {@code k1}. Stateless. */
final class KeyNumber {

    private static final Pattern FORM = Pattern.compile("^(.*?)(\\d{1,9})$");

    private KeyNumber() {}

    private static long of(String name) {
        var form = FORM.matcher(name);
        return form.matches() ? Long.parseLong(form.group(2)) : 0;
    }

    /** Returns the key that was probably made last. */
    static String newest(List<String> names) {
        return names.stream().max(Comparator.comparingLong(KeyNumber::of)).orElseThrow();
    }

    /** Returns a name that follows those of a ring. */
    static String next(List<String> names) {
        if (names.isEmpty()) {
            return "k1";
        }
        var newest = newest(names);
        var form = FORM.matcher(newest);
        return form.matches() ? form.group(1) + (of(newest) + 1) : newest + "2";
    }
}
