package org.vedfolnir.session.store;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.digest.Digests;

/**
 * The id under which a store keeps a session: a credential, unless it is hashed. Well formed by construction, so that no other text ever
 * reaches a store: letters, digits, {@code - _ .} and {@code %}, none of which means anything inside of a key. Immutable.
 *
 * <p>{@link #toString()} gives a short digest, so that an id that slips into a log or a message opens nothing.
 */
public record SessionId(String value) {

    /** An id of a cookie with the most characters, each of them escaped. */
    private static final int LONGEST = 3 * 4096;

    public SessionId {
        if (!wellFormed(value)) {
            throw new IllegalArgumentException("The id of a session in the store has 1 to " + LONGEST
                    + " letters, digits, '-', '_', '.' or '%'; this has " + value.length()
                    + " characters. Check the manager's session id generator.");
        }
    }

    /** The id that a text is; empty when it is none. */
    public static Optional<SessionId> parse(@Nullable String text) {
        return text != null && wellFormed(text) ? Optional.of(new SessionId(text)) : Optional.empty();
    }

    /** Each request asks, so this is no regular expression. */
    private static boolean wellFormed(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (!isPlain(c) && c != '%') {
                return false;
            }
        }
        return true;
    }

    /** Whether a character stands for itself in the store. */
    public static boolean isPlain(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.';
    }

    /** Twelve hexadecimal digits that tell one session from another in a log. */
    public String reference() {
        return reference(value);
    }

    /** The same for a text that need not be an id at all. */
    public static String reference(String text) {
        var digest = Digests.sha256();
        digest.update("vedfolnir session reference\n".getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 6);
    }

    @Override
    public String toString() {
        return "session#" + reference();
    }
}
