package org.vedfolnir.session.document;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.attribute.Fingerprint;

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
        var text = value.fingerprint();
        return new Part(number, value.type(), text.size(), text.digest(), key);
    }

    /** Whether this part contains that value. */
    public boolean holds(EncodedAttribute value) {
        var length = value.json().length(); // a character is one to three bytes, or two of them four
        return length <= size && size <= 3L * length && sameValue(of(number, value, key));
    }

    /** Whether both describe the same value, regardless of number and key. */
    public boolean sameValue(Part other) {
        return size == other.size && digest.equals(other.digest) && Objects.equals(type, other.type);
    }

    boolean isOf(Fingerprint value) {
        return value.size() == size && value.digest().equals(digest);
    }
}
