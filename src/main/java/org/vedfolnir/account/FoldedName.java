package org.vedfolnir.account;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The canonical spelling of a user name or e-mail address, by which it is looked up, compared and throttled. Two names with the same folded spelling
 * are the same name. If the look-up ignored more differences than the throttle, each spelling would get attempts of its own. If the throttle folded
 * account names differently from other names, it would reveal which accounts exist.
 */
public final class FoldedName {

    /** The length of the column, in characters; the compatible form of one character can have eighteen. */
    private static final int LONGEST_STORED = 480;

    private FoldedName() {}

    /**
     * Unicode NFKC, then upper and lower case, so that {@code ß} and {@code ss} are equal; without white space at both ends. Folding is idempotent.
     */
    public static String of(String typed) {
        var compatible = Normalizer.normalize(typed, Normalizer.Form.NFKC);
        // lower case first: the capital sharp s has itself for upper case, and the small one SS
        var cased = compatible.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(cased, Normalizer.Form.NFKC).strip();
    }

    /** The value for the database; null for a name that does not fit. Such a name is compared in memory. */
    public static @Nullable String stored(String name) {
        var folded = of(name);
        return folded.length() > LONGEST_STORED ? null : folded;
    }
}
