package org.vedfolnir.session.document;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.digest.Digests;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/**
 * What a document says of an attribute that lies beside it because it is large. Immutable.
 *
 * @param number tells the parts of one session apart: 1 to {@value #MOST}
 * @param type as in {@link EncodedAttribute}
 * @param size of the value's JSON text in UTF-8, in bytes
 * @param digest SHA-256 of that, in Base64url without padding: a part with another one is not the one that is meant
 * @param key the name of the key that seals the part; null when it is not sealed
 */
public record Part(
        int number,
        @Nullable String type,
        int size,
        String digest,
        @Nullable String key) {

    /** As many parts as a session has at most; the clear head of a document has room for three digits. */
    public static final int MOST = 999;

    static Part of(int number, EncodedAttribute value, @Nullable String key) {
        var bytes = value.json().getBytes(StandardCharsets.UTF_8);
        return new Part(number, value.type(), bytes.length, digest(bytes), key);
    }

    /** Whether this part is that value. */
    public boolean holds(EncodedAttribute value) {
        var length = value.json().length(); // a character is one to three bytes, or two of them four
        return length <= size && size <= 3L * length && sameValue(of(number, value, key));
    }

    /** Whether both describe the same value, under whichever number and key. */
    public boolean sameValue(Part other) {
        return size == other.size && digest.equals(other.digest) && java.util.Objects.equals(type, other.type);
    }

    boolean isOf(byte[] json) {
        return json.length == size && digest(json).equals(digest);
    }

    private static String digest(byte[] json) {
        return Digests.base64(Digests.sha256().digest(json));
    }
}
