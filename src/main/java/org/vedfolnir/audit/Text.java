package org.vedfolnir.audit;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Text from outside, made to fit its column: an event that a database refuses would hold up all that come after it. */
final class Text {

    private Text() {}

    /** Cut to {@code longest} characters, without NUL, which PostgreSQL refuses. */
    static @Nullable String fit(@Nullable String text, int longest) {
        if (text == null) {
            return null;
        }
        var clean = text.replace("\0", "");
        return clean.length() <= longest ? clean : clean.substring(0, longest);
    }

    static String required(String text, int longest) {
        return Objects.requireNonNull(fit(text, longest));
    }
}
