package org.vedfolnir.session.id;

import org.vedfolnir.session.store.SessionId;

/**
 * The format of session ids: what a generator makes, and what Tomcat writes into a cookie and reads from it. Each
 * request tests ids several times, so this class allocates nothing. Immutable.
 *
 * @param shortest the minimum number of characters, without a route
 * @param words whether an id consists of letters, digits, '-' and '_', optionally followed by a dot and a route;
 *     otherwise of any characters of a cookie
 */
public record IdFormat(int shortest, boolean words) {

    /** Fits into Tomcat's limit for headers, 8 KB, and leaves room for others. */
    public static final int LONGEST = 4096;

    /** 128 bits in Base64url: every node accepts ids of this length, however it makes its own. */
    static final int SURE = 22;

    /** The format of an unknown generator. */
    public static final IdFormat ANY = new IdFormat(1, false);

    private static final int OF_ANY = 0;

    /** Returns the format as nodes publish it: the minimum number of characters, or 0 for any format. */
    public int code() {
        return words ? shortest : OF_ANY;
    }

    public static IdFormat of(int code) {
        return code <= OF_ANY ? ANY : new IdFormat(code, true);
    }

    public boolean fits(String text) {
        var length = text.length();
        if (length > LONGEST) {
            return false;
        }
        var at = 0;
        if (words) {
            while (at < length && isOfWord(text.charAt(at))) {
                at++;
            }
            if (at < shortest || at < length && (text.charAt(at) != '.' || ++at == length)) {
                return false;
            }
        }
        while (at < length) {
            if (!isOfCookie(text.charAt(at++))) {
                return false;
            }
        }
        return length > 0;
    }

    private static boolean isOfWord(char c) {
        return c != '.' && SessionId.isPlain(c);
    }

    /**
     * RFC 6265 §4.1.1, as Tomcat's cookie processor has it. That also writes other letters, but the connector then
     * reads a different id.
     */
    static boolean isOfCookie(char c) {
        return c > ' ' && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
    }
}
