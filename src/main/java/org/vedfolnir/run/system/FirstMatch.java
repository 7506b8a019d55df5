package org.vedfolnir.run.system;

import java.util.regex.Pattern;

/** Takes one thing out of a text. */
public final class FirstMatch {

    private FirstMatch() {}

    /** @return the first group of the first match; empty when there is none */
    public static String in(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        return found.find() ? found.group(1) : "";
    }
}
