package org.vedfolnir.account;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one spelling under which a user name or an e-mail address is looked up, compared and throttled. Two names with one folded spelling are one
 * name: a look-up that knew fewer differences than the throttle would give each spelling its own tries, and a throttle that knew
 * fewer for accounts than for other names would tell who has an account.
 */
public final class FoldedName {

    /** As many characters as the database keeps; a compatible form of one character may have eighteen. */
    private static final int LONGEST_STORED = 480;

    private FoldedName() {}

    /**
     * Unicode's NFKC, then upper and lower case, so that {@code ß} and {@code ss} are one; without white space at both ends. Folding twice
     * changes nothing more.
     */
    public static String of(String typed) {
        var compatible = Normalizer.normalize(typed, Normalizer.Form.NFKC);
        // lower case first: the capital sharp s has itself for upper case, and the small one SS
        var cased = compatible.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(cased, Normalizer.Form.NFKC).strip();
    }

    /** As it stands in the database; null for one that does not fit, which is compared without the database's help. */
    public static @Nullable String stored(String name) {
        var folded = of(name);
        return folded.length() > LONGEST_STORED ? null : folded;
    }
}
