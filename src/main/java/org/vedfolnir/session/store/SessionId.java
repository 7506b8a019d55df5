package org.vedfolnir.session.store;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.digest.Digests;
import org.vedfolnir.session.log.LoggedSession;

/**
 * The id under which a store keeps a session: a credential, unless it is hashed. Well formed by construction, so that
 * no other text reaches a store: letters, digits, {@code - _ .} and {@code %}, none of which has a meaning inside of a
 * key. Immutable.
 *
 * <p>{@link #toString()} returns a short digest, so that an id in a log or a message is no credential.
 */
public record SessionId(String value) implements LoggedSession {

    /** A table: comparisons of random characters with ranges take a processor ten times as long. */
    private static final boolean[] PLAIN = new boolean[128];

    static {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
                .chars()
                .forEach(c -> PLAIN[c] = true);
    }

    /** The longest id of a cookie, with each character escaped. */
    private static final int LONGEST = 3 * 4096;

    public SessionId {
        if (!wellFormed(value)) {
            throw new IllegalArgumentException("A session id in the store must have 1 to " + LONGEST
                    + " letters, digits, '-', '_', '.' or '%'; this has " + value.length()
                    + " characters. Check the manager's session id generator.");
        }
    }

    /** Parses an id; empty if the text is not one. */
    public static Optional<SessionId> parse(@Nullable String text) {
        return text != null && wellFormed(text) ? Optional.of(new SessionId(text)) : Optional.empty();
    }

    /** Called in each request, so it does not use a regular expression. */
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

    /** Whether a character is stored unescaped. */
    public static boolean isPlain(char c) {
        return c < PLAIN.length && PLAIN[c];
    }

    /** Returns twelve hexadecimal digits that identify a session in a log. */
    @Override
    public String reference() {
        return reference(value);
    }

    /** Returns the same for a text that need not be an id. */
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
