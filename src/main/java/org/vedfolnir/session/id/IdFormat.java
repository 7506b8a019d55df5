package org.vedfolnir.session.id;

/**
 * Which texts may be the id of a session: what a generator makes, and what Tomcat puts into a cookie and takes out of it again. Each request asks
 * several times, so nothing here makes an object. Immutable.
 *
 * @param shortest the least characters, without a route
 * @param words whether an id is letters, digits, '-' and '_', behind which a route may follow a dot; else any characters of a cookie
 */
public record IdFormat(int shortest, boolean words) {

    /** What fits into the headers that Tomcat takes, 8 KB, and leaves room for others. */
    public static final int LONGEST = 4096;

    /** 128 bits in Base64url: ids from there on are taken in whatever way a node makes its own. */
    static final int SURE = 22;

    /** Of a generator that nobody here knows. */
    public static final IdFormat ANY = new IdFormat(1, false);

    private static final int OF_ANY = 0;

    /** As nodes tell each other: the least characters, or 0 for anything. */
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
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    /** RFC 6265 §4.1.1, as Tomcat's cookie processor has it. It writes other letters too, but the connector then reads another id. */
    static boolean isOfCookie(char c) {
        return c > ' ' && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
    }
}
