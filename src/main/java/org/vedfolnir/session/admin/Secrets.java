package org.vedfolnir.session.admin;

import java.util.Optional;

/**
 * Seals short texts that an application keeps elsewhere, an access token in its database for example, with the keys that seal sessions: the
 * first seals, all open, and a key is replaced for both at once. Safe for use by many threads; asks no store.
 *
 * <p>A sealed text is a JWE in flattened JSON (RFC 7516 §7.2.2; {@code A256KW}, {@code A256GCM}), about a third longer than the text, and some
 * 300 characters. It opens for the place that it was sealed for only: one that is copied into another row, or changed, does not.
 *
 * <pre>{@code
 * row.token = secrets.seal(token, "connection/token/" + row.id);
 * ...
 * secrets.open(row.token, "connection/token/" + row.id).ifPresent(opened -> call(opened.text()));
 * }</pre>
 */
public interface Secrets {

    /** Whether there are keys. */
    boolean available();

    /**
     * Seals a text.
     *
     * @param place where it is kept: the table, the column and the row, and whose it is
     * @throws IllegalStateException when there are no keys: nothing is ever kept in plain text
     */
    String seal(String text, String place);

    /** The text that was sealed; empty when it does not open here: it was changed or moved, or its key is not there any more. */
    Optional<Opened> open(String sealed, String place);

    /**
     * A text that opened.
     *
     * @param outdated whether another key than the one that seals now has sealed it: seal it anew, so that the old key can leave
     */
    record Opened(String text, boolean outdated) {

        /** A record's own text would show the secret. */
        @Override
        public String toString() {
            return "Opened[outdated=" + outdated + "]";
        }
    }
}
