package org.vedfolnir.session.document.attribute;

import java.nio.charset.StandardCharsets;
import org.vedfolnir.session.digest.Digests;

/**
 * What identifies the text of a value without containing it. Immutable. Texts with equal fingerprints are equal, since
 * nobody can find two texts with one SHA-256.
 *
 * @param size in UTF-8, in bytes
 * @param digest SHA-256 of the UTF-8 bytes, in Base64url without padding
 */
public record Fingerprint(int size, String digest) {

    static Fingerprint of(String json) {
        return of(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the fingerprint of a text in UTF-8. */
    public static Fingerprint of(byte[] json) {
        return new Fingerprint(json.length, Digests.base64(Digests.sha256().digest(json)));
    }
}
