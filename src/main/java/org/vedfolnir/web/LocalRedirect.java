package org.vedfolnir.web;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where to go after signing in: a path of this application, whatever a stranger put into the link. */
public final class LocalRedirect {

    // no second slash or backslash, which browsers read as another host; no control characters
    private static final Pattern OWN_PATH = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]{0,512}");

    private LocalRedirect() {}

    /** The path that was asked for, when it is ours; else {@code fallback}. */
    public static String path(@Nullable String asked, String fallback) {
        return asked != null && OWN_PATH.matcher(asked).matches() ? asked : fallback;
    }
}
