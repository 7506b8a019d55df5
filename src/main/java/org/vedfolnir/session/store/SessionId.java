package org.vedfolnir.session.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The id of a session: a credential. Well formed by construction, so that no other text ever reaches a store. Immutable.
 *
 * <p>{@link #toString()} gives a short digest, so that an id that slips into a log or a message opens nothing.
 */
public record SessionId(String value) {

    /** 22 characters of base64url are 128 bits. */
    private static final int SHORTEST = 22;

    private static final int LONGEST = 128;
    private static final int LONGEST_ROUTE = 64;

    public SessionId {
        if (!wellFormed(value)) {
            throw new IllegalArgumentException("A session id has 22 to 128 letters, digits, '-' or '_'; this has "
                    + value.length() + " characters. Check the manager's session id generator.");
        }
    }

    /** The id that a client sent; empty when no session can have it. */
    public static Optional<SessionId> parse(@Nullable String sent) {
        return sent != null && wellFormed(sent) ? Optional.of(new SessionId(sent)) : Optional.empty();
    }

    /** Each request asks several times, so this is no regular expression. A route may follow a dot, as Tomcat's jvmRoute. */
    private static boolean wellFormed(String text) {
        var dot = text.indexOf('.');
        if (dot < 0) {
            return isWord(text, 0, text.length(), SHORTEST, LONGEST);
        }
        return isWord(text, 0, dot, SHORTEST, LONGEST) && isWord(text, dot + 1, text.length(), 1, LONGEST_ROUTE);
    }

    private static boolean isWord(String text, int from, int to, int least, int most) {
        if (to - from < least || to - from > most) {
            return false;
        }
        for (var i = from; i < to; i++) {
            var c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_')) {
                return false;
            }
        }
        return true;
    }

    /** Twelve hexadecimal digits that tell one session from another in a log. */
    public String reference() {
        return reference(value);
    }

    /** The same for a text that need not be an id at all. */
    public static String reference(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("vedfolnir session reference\n".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "This Java has no SHA-256, which every Java must have. Check its security file.", e);
        }
    }

    @Override
    public String toString() {
        return "session#" + reference();
    }
}
