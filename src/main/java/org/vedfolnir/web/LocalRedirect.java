package org.vedfolnir.web;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The target of a redirect: a path of this application, even if the request contains another address. */
public final class LocalRedirect {

    // no second slash or backslash, which browsers would read as another host; no control characters
    private static final Pattern OWN_PATH = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]{0,512}");

    private LocalRedirect() {}

    /** The requested path if it belongs to this application, otherwise {@code fallback}. */
    public static String path(@Nullable String asked, String fallback) {
        return asked != null && OWN_PATH.matcher(asked).matches() ? asked : fallback;
    }
}
