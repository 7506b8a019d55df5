package org.vedfolnir.session.document.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON text (RFC 8259) without white space. */
public final class JsonWriter {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out;
    private final int most;

    public JsonWriter(int expected) {
        this(expected, Integer.MAX_VALUE);
    }

    /** @param most maximum number of characters; more throw a {@link TooLargeException} */
    public JsonWriter(int expected, int most) {
        this.out = new StringBuilder(expected);
        this.most = most;
    }

    public int most() {
        return most;
    }

    /** Checks that so many more characters fit. */
    public void requireRoomFor(long more) {
        if (more > most - out.length()) {
            throw new TooLargeException(out.length() + more);
        }
    }

    public JsonWriter raw(String text) {
        requireRoomFor(text.length());
        out.append(text);
        return this;
    }

    public JsonWriter raw(long number) {
        out.append(number);
        return this;
    }

    /**
     * Writes a quoted string that is also safe in a script element and a log line: escapes control characters and line
     * separators.
     */
    public JsonWriter string(String text) {
        requireRoomFor(text.length() + 2L);
        out.append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f || c == 0x2028 || c == 0x2029 || loneSurrogate(text, i)) {
                escape(c);
            } else {
                out.append(c);
            }
        }
        out.append('"');
        return this;
    }

    private static boolean loneSurrogate(String text, int at) {
        var c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    private void escape(char c) {
        out.append("\\u")
                .append(HEX.charAt(c >> 12 & 15))
                .append(HEX.charAt(c >> 8 & 15))
                .append(HEX.charAt(c >> 4 & 15))
                .append(HEX.charAt(c & 15));
    }

    public static String quoted(String text) {
        return new JsonWriter(text.length() + 2).string(text).toString();
    }

    /** Returns the text of a value that {@link JsonReader} read. */
    public static String text(@Nullable Object json) {
        var writer = new JsonWriter(128);
        writer.value(json);
        return writer.toString();
    }

    private void value(@Nullable Object json) {
        if (json instanceof String text) {
            string(text);
        } else if (json instanceof List<?> list) {
            raw("[");
            for (var i = 0; i < list.size(); i++) {
                raw(i == 0 ? "" : ",");
                value(list.get(i));
            }
            raw("]");
        } else if (json instanceof Map<?, ?> map) {
            var before = "{";
            for (var member : map.entrySet()) {
                raw(before).string(String.valueOf(member.getKey())).raw(":");
                value(member.getValue());
                before = ",";
            }
            raw(map.isEmpty() ? "{}" : "}");
        } else {
            raw(String.valueOf(json));
        }
    }

    public int length() {
        return out.length();
    }

    public byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
