package org.vedfolnir.session.log;

import org.jspecify.annotations.Nullable;

/**
 * One JSON object on one line, with texts as values. It has ASCII characters only, so it is the same in whatever encoding a
 * handler writes. For one thread.
 */
final class JsonLine {

    private final StringBuilder text = new StringBuilder(512).append('{');

    /** @param value null to omit the field */
    JsonLine add(String name, @Nullable String value) {
        if (value != null) {
            text.append(text.length() > 1 ? ",\"" : "\"").append(name).append("\":\"");
            escape(value);
            text.append('"');
        }
        return this;
    }

    /** RFC 8259 §7, and the rest of Unicode escaped as well. Half of a surrogate pair, which some readers reject, is replaced. */
    private void escape(String value) {
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c >= ' ' && c < 0x7f) {
                        text.append(c);
                    } else {
                        unicode(isHalf(value, i) ? '\ufffd' : c);
                    }
                }
            }
        }
    }

    private static boolean isHalf(String value, int at) {
        var c = value.charAt(at);
        return Character.isHighSurrogate(c)
                ? at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1))
                : Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
    }

    private void unicode(char c) {
        text.append("\\u");
        for (var shift = 12; shift >= 0; shift -= 4) {
            text.append(Character.forDigit(c >> shift & 0xf, 16));
        }
    }

    /** Ends the object and its line. */
    String end() {
        return text.append("}\n").toString();
    }
}
