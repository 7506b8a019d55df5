package org.vedfolnir.session.document.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON text (RFC 8259) strictly: nothing after the end, no duplicate names, at most {@value #DEEPEST} levels.
 * Throws an {@link IllegalArgumentException} for any other text. One reader reads one text.
 */
public final class JsonReader {

    private static final int DEEPEST = 100;
    private static final int LONGEST_NUMBER = 400;

    private final String text;
    private final boolean exact;
    private int at;

    private JsonReader(String text, boolean exact) {
        this.text = text;
        this.exact = exact;
    }

    /** Returns the members of an object as raw text: checked, but not built. */
    public static Map<String, String> members(String text) {
        var reader = new JsonReader(text, false);
        var members = new LinkedHashMap<String, String>();
        reader.object(1, (name, from) -> {
            reader.skip(1);
            reader.requireUnique(members.put(name, text.substring(from, reader.at)));
        });
        reader.end();
        return members;
    }

    /** Returns a value: String, Boolean, Integer, Long, Double, ArrayList, LinkedHashMap or null. */
    public static @Nullable Object value(String text) {
        return value(text, false);
    }

    /**
     * Returns the same with BigDecimal instead of Double, and BigInteger for what exceeds Long, so that no digit is
     * lost.
     */
    public static @Nullable Object exactValue(String text) {
        return value(text, true);
    }

    private static @Nullable Object value(String text, boolean exact) {
        var reader = new JsonReader(text, exact);
        var value = reader.read(0);
        reader.end();
        return value;
    }

    /** Whether foreign text is JSON that fits into a document at this depth. */
    public static boolean isReadable(String text, int depth) {
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
                return JsonNumber.of(numberText(), exact);
        }
    }

    /** Follows {@link #read} without building anything. */
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
                throw wrong("a name occurs twice");
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
        expect('{');
        space();
        if (accept('}')) {
            return;
        }
        do {
            space();
            var name = string();
            space();
            expect(':');
            space();
            member.read(name, at);
            space();
        } while (accept(','));
        expect('}');
    }

    private void array(int depth, Runnable element) {
        deeper(depth);
        expect('[');
        space();
        if (accept(']')) {
            return;
        }
        do {
            element.run();
            space();
        } while (accept(','));
        expect(']');
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
        return raw.indexOf('\\') < 0 ? raw : JsonEscapes.resolve(raw);
    }

    private void skipString() {
        expect('"');
        while (true) {
            at = endOfPlain(text, at);
            var c = peek();
            at++;
            if (c == '"') {
                return;
            } else if (c == '\\') {
                skipEscape();
            } else {
                throw wrong("a string contains a control character");
            }
        }
    }

    /** Returns where the characters end that have no meaning inside of a string. */
    private static int endOfPlain(String text, int from) {
        var end = from;
        while (end < text.length()) {
            var c = text.charAt(end);
            if (c == '"' || c == '\\' || c < ' ') {
                break;
            }
            end++;
        }
        return end;
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

    private String numberText() {
        var from = at;
        accept('-');
        if (!accept('0')) {
            digits();
        }
        if (accept('.')) {
            digits();
        }
        if (accept('e') || accept('E')) {
            if (!accept('+')) {
                accept('-');
            }
            digits();
        }
        if (at - from > LONGEST_NUMBER) {
            throw wrong("a number is too long");
        }
        return text.substring(from, at);
    }

    /** Follows one digit or more. */
    private void digits() {
        var from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == from) {
            throw wrong("a value is expected");
        }
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw wrong("a value is expected");
        }
        at += word.length();
        return value;
    }

    private void requireUnique(@Nullable Object before) {
        if (before != null) {
            throw wrong("a name occurs twice");
        }
    }

    private void end() {
        space();
        if (at < text.length()) {
            throw wrong("something follows the end");
        }
    }

    private void space() {
        while (at < text.length() && text.charAt(at) <= ' ' && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("the text ends too early");
        }
        return text.charAt(at);
    }

    private void expect(char c) {
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
