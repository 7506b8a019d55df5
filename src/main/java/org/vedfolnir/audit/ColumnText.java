package org.vedfolnir.audit;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Fits external text into a column: an event that the database rejects would block all later events. Stateless. */
final class ColumnText {

    private ColumnText() {}

    /** Cut to {@code longest} characters, without NUL, which PostgreSQL rejects. */
    static @Nullable String fit(@Nullable String text, int longest) {
        if (text == null) {
            return null;
        }
        var clean = text.replace("\0", "");
        if (clean.length() <= longest) {
            return clean;
        }
        // not in the middle of a character outside of the basic plane
        return clean.substring(0, Character.isHighSurrogate(clean.charAt(longest - 1)) ? longest - 1 : longest);
    }

    /** The same in printable ASCII, with escapes, which every database accepts. */
    static String ascii(String text, int longest) {
        var printable = new StringBuilder();
        for (var i = 0; i < text.length() && printable.length() < longest; i++) {
            var c = text.charAt(i);
            printable.append(c >= ' ' && c <= '~' ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return printable.substring(0, Math.min(longest, printable.length()));
    }

    static String required(String text, int longest) {
        return Objects.requireNonNull(fit(text, longest));
    }
}
