package org.vedfolnir.session.document;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.digest.Digests;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/**
 * The entry in a document for an attribute that is stored beside it because it is large. Immutable.
 *
 * @param number unique among the parts of a session: 1 to {@value #MOST}
 * @param type as in {@link EncodedAttribute}
 * @param size of the value's JSON text in UTF-8, in bytes
 * @param digest SHA-256 of that text, in Base64url without padding: a part with another digest is another value
 * @param key the name of the key that seals the part; null if it is not sealed
 */
public record Part(
        int number,
        @Nullable String type,
        int size,
        String digest,
        @Nullable String key) {

    /** The maximum number of parts of a session; the clear header of a document has room for three digits. */
    public static final int MOST = 999;

    static Part of(int number, EncodedAttribute value, @Nullable String key) {
        var bytes = value.json().getBytes(StandardCharsets.UTF_8);
        return new Part(number, value.type(), bytes.length, digest(bytes), key);
    }

    /** Whether this part contains that value. */
    public boolean holds(EncodedAttribute value) {
        var length = value.json().length(); // a character is one to three bytes, or two of them four
        return length <= size && size <= 3L * length && sameValue(of(number, value, key));
    }

    /** Whether both describe the same value, regardless of number and key. */
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
