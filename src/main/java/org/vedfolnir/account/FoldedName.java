package org.vedfolnir.account;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The one spelling under which a user name or an e-mail address is looked up, compared and throttled. Two names with one folded spelling are one
 * name: a look-up that knew fewer differences than the throttle would give each spelling its own tries, and a throttle that knew
 * fewer for accounts than for other names would tell who has an account.
 */
final class FoldedName {

    private FoldedName() {}

    /**
     * Unicode's NFKC, then upper and lower case, so that {@code ß} and {@code ss} are one; without white space at both ends. Folding twice
     * changes nothing more.
     */
    static String of(String typed) {
        var compatible = Normalizer.normalize(typed, Normalizer.Form.NFKC);
        // lower case first: the capital sharp s has itself for upper case, and the small one SS
        var cased = compatible.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(cased, Normalizer.Form.NFKC).strip();
    }
}
