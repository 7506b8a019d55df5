package org.vedfolnir.session.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells whether two nodes hold the same bytes of a document. A version number alone would not: after a failover that lost a save,
 * two different documents have the same one. It is SHA-1, the digest that Redis can compute itself; it guards nothing, since a
 * document proves by its seal what it is. Immutable.
 *
 * @param hex 40 hexadecimal digits; empty for a caller that holds no document
 */
public record Fingerprint(String hex) {

    /** Of no document. */
    public static final Fingerprint NONE = new Fingerprint("");

    public static Fingerprint of(byte[] document) {
        try {
            return new Fingerprint(
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(document)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "This Java has no SHA-1, which every Java must have. Check its security file.", e);
        }
    }
}
