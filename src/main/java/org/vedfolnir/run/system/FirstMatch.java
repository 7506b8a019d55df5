package org.vedfolnir.run.system;

import java.util.regex.Pattern;

/** Extracts a part of a text. */
public final class FirstMatch {

    private FirstMatch() {}

    /** @return the first group of the first match; empty if there is none */
    public static String in(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        return found.find() ? found.group(1) : "";
    }
}
