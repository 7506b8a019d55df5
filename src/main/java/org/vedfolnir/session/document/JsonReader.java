package org.vedfolnir.session.document;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON text (RFC 8259) strictly: nothing after the end, no name twice, at most {@value #DEEPEST} levels. Anything else is an
 * {@link IllegalArgumentException}, whatever the text. One reader reads one text.
 */
final class JsonReader {

    private static final int DEEPEST = 100;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    private final String text;
    private final boolean exact;
    private int at;

    private JsonReader(String text, boolean exact) {
        this.text = text;
        this.exact = exact;
    }

    /** The members of an object, each as it stands in the text: checked, but not built. */
    static Map<String, String> members(String text) {
        var reader = new JsonReader(text, false);
        var members = new LinkedHashMap<String, String>();
        reader.object(1, (name, from) -> {
            reader.skip(1);
            reader.once(members.put(name, text.substring(from, reader.at)));
        });
        reader.end();
        return members;
    }

    /** A value: String, Boolean, Integer, Long, Double, ArrayList, LinkedHashMap or null. */
    static @Nullable Object value(String text) {
        return value(text, false);
    }

    /** The same with BigDecimal instead of Double, and BigInteger for what no Long holds: no digit is lost. */
    static @Nullable Object exactValue(String text) {
        return value(text, true);
    }

    private static @Nullable Object value(String text, boolean exact) {
        var reader = new JsonReader(text, exact);
        var value = reader.read(0);
        reader.end();
        return value;
    }

    /** Whether a text of somebody else's can stand in a document, so many levels down. */
    static boolean isReadable(String text, int depth) {
        try {
            var reader = new JsonReader(text, false);
            reader.skip(depth);
            reader.end();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private @Nullable Object read(int depth) {
        space();
        switch (peek()) {
            case '"':
                return string();
            case '{':
                return map(depth + 1);
            case '[':
                return list(depth + 1);
            case 't':
                return word("true", Boolean.TRUE);
            case 'f':
                return word("false", Boolean.FALSE);
            case 'n':
                return word("null", null);
            default:
                return number(numberText());
        }
    }

    /** The same walk as {@link #read} without building anything. */
    private void skip(int depth) {
        space();
        switch (peek()) {
            case '"' -> skipString();
            case '{' -> object(depth + 1, (name, from) -> skip(depth + 1));
            case '[' -> array(depth + 1, () -> skip(depth + 1));
            case 't' -> word("true", null);
            case 'f' -> word("false", null);
            case 'n' -> word("null", null);
            default -> numberText();
        }
    }

    private Map<String, @Nullable Object> map(int depth) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        object(depth, (name, from) -> {
            if (map.containsKey(name)) {
                throw wrong("a name stands twice");
            }
            map.put(name, read(depth));
        });
        return map;
    }

    private List<@Nullable Object> list(int depth) {
        var list = new ArrayList<@Nullable Object>();
        array(depth, () -> list.add(read(depth)));
        return list;
    }

    private interface Member {
        void read(String name, int from);
    }

    private void object(int depth, Member member) {
        deeper(depth);
        take('{');
        space();
        if (accept('}')) {
            return;
        }
        do {
            space();
            var name = string();
            space();
            take(':');
            space();
            member.read(name, at);
            space();
        } while (accept(','));
        take('}');
    }

    private void array(int depth, Runnable element) {
        deeper(depth);
        take('[');
        space();
        if (accept(']')) {
            return;
        }
        do {
            element.run();
            space();
        } while (accept(','));
        take(']');
    }

    private static void deeper(int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("JSON is nested deeper than " + DEEPEST + " levels.");
        }
    }

    private String string() {
        var from = at + 1;
        skipString();
        var raw = text.substring(from, at - 1);
        return raw.indexOf('\\') < 0 ? raw : unescape(raw);
    }

    private void skipString() {
        take('"');
        while (true) {
            var c = peek();
            at++;
            if (c == '"') {
                return;
            } else if (c < ' ') {
                throw wrong("a control character stands in a string");
            } else if (c == '\\') {
                skipEscape();
            }
        }
    }

    private void skipEscape() {
        var c = peek();
        at++;
        if (c == 'u') {
            for (var i = 0; i < 4; i++) {
                if (Character.digit(peek(), 16) < 0 || peek() > 'f') {
                    throw wrong("an escape is not hexadecimal");
                }
                at++;
            }
        } else if ("\"\\/bfnrt".indexOf(c) < 0) {
            throw wrong("an escape is unknown");
        }
    }

    private static String unescape(String raw) {
        var out = new StringBuilder(raw.length());
        for (var i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            i++;
            if (raw.charAt(i) == 'u') {
                out.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                i += 4;
            } else {
                out.append(escaped(raw.charAt(i)));
            }
        }
        return out.toString();
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }

    private String numberText() {
        var matcher = NUMBER.matcher(text).region(at, Math.min(text.length(), at + 400));
        if (!matcher.lookingAt()) {
            throw wrong("a value is expected");
        }
        at = matcher.end();
        return matcher.group();
    }

    private Number number(String digits) {
        if (digits.indexOf('.') >= 0 || digits.indexOf('e') >= 0 || digits.indexOf('E') >= 0) {
            return exact ? exact(digits) : (Number) Double.valueOf(digits);
        } else if (exact && digits.length() > 18) {
            var large = new BigInteger(digits);
            return large.bitLength() < Long.SIZE ? large.longValue() : (Number) large;
        }
        var number = Long.parseLong(digits);
        if (number == (int) number) {
            return (int) number;
        }
        return number;
    }

    /** Only a Double can be zero and less than nothing. */
    private static Number exact(String digits) {
        var number = new BigDecimal(digits);
        return number.signum() == 0 && digits.startsWith("-") ? (Number) Double.valueOf(digits) : number;
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw wrong("a value is expected");
        }
        at += word.length();
        return value;
    }

    private void once(@Nullable Object before) {
        if (before != null) {
            throw wrong("a name stands twice");
        }
    }

    private void end() {
        space();
        if (at < text.length()) {
            throw wrong("something follows the end");
        }
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("the text ends too early");
        }
        return text.charAt(at);
    }

    private void take(char c) {
        if (peek() != c) {
            throw wrong("'" + c + "' is expected");
        }
        at++;
    }

    private boolean accept(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("Not JSON: " + what + " at character " + at + ".");
    }
}
