package org.vedfolnir.session.admin;

import java.util.Optional;

/**
 * Encrypts short texts that an application stores elsewhere, for example an access token in its database, with the keys
 * that encrypt sessions. The first key encrypts, all keys decrypt, and a replaced key is replaced for both. Safe for
 * use by many threads; does not access the store.
 *
 * <p>A sealed text is a JWE in flattened JSON (RFC 7516 §7.2.2; {@code A256KW}, {@code A256GCM}), about a third longer
 * than the text, plus some 300 characters. It can be opened only for the place that it was sealed for: a text that was
 * changed or copied into another row does not open.
 *
 * <pre>{@code
 * row.token = secrets.seal(token, "connection/token/" + row.id);
 * ...
 * secrets.open(row.token, "connection/token/" + row.id).ifPresent(opened -> call(opened.text()));
 * }</pre>
 */
public interface Secrets {

    /** Whether keys are configured. */
    boolean available();

    /**
     * Seals a text.
     *
     * @param place where it is stored: the table, the column, the row, and the owner
     * @throws IllegalStateException if there are no keys: secrets are never stored in plain text
     */
    String seal(String text, String place);

    /** Returns the sealed text; empty if it was changed or moved, or if its key is no longer configured. */
    Optional<Opened> open(String sealed, String place);

    /**
     * An opened text.
     *
     * @param outdated whether another key than the active one sealed it: seal it again, so that the old key can be
     *     removed
     */
    record Opened(String text, boolean outdated) {

        /** The default text of a record would show the secret. */
        @Override
        public String toString() {
            return "Opened[outdated=" + outdated + "]";
        }
    }
}
