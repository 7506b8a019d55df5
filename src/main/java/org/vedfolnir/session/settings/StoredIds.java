package org.vedfolnir.session.settings;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.digest.Digests;
import org.vedfolnir.session.store.SessionId;

/**
 * Maps the id of a cookie to the stored id: the same id, with characters other than letters, digits and {@code - _ .}
 * escaped as in {@code %7B}; or, with a key, its HMAC, from which the cookie cannot be derived. A dump of the store
 * then contains no credentials. Thread-safe.
 */
public final class StoredIds {

    /** Stores the ids themselves. */
    static final StoredIds PLAIN = new StoredIds(null);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final HexFormat HEXADECIMAL = HexFormat.of().withUpperCase();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** Never used itself: each id uses a copy of it. */
    private final @Nullable Mac prototype;

    private StoredIds(@Nullable Mac prototype) {
        this.prototype = prototype;
    }

    /**
     * @param key 32 bytes in Base64; empty for the ids themselves
     * @throws IllegalArgumentException with the form of a key
     */
    public static StoredIds parse(String key) {
        return key.isBlank() ? PLAIN : new StoredIds(mac(bytes(key.strip())));
    }

    private static byte[] bytes(String key) {
        try {
            var bytes = Base64.getDecoder().decode(key);
            if (bytes.length == KEY_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // the decoder's message shows a part of the key
        }
        throw new IllegalArgumentException(
                "must be a key of 32 random bytes in Base64, as from \"openssl rand -base64 32\"");
    }

    private static Mac mac(byte[] key) {
        return Digests.hmacSha256(new SecretKeySpec(key, ALGORITHM));
    }

    /** Whether stored ids are not credentials. */
    boolean hashed() {
        return prototype != null;
    }

    /** @param id of a cookie */
    public SessionId of(String id) {
        if (prototype == null) {
            return new SessionId(escaped(id));
        }
        try {
            var mac = (Mac) prototype.clone();
            var digest = mac.doFinal(id.getBytes(StandardCharsets.UTF_8));
            return new SessionId(ENCODER.encodeToString(digest));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(
                    "The provider of " + ALGORITHM + " cannot copy it. Use the one of the JDK, or leave hashedIds out.",
                    e);
        }
    }

    /**
     * Nearly every id stays the same. Braces and similar characters have a meaning in a key, above all to Redis
     * Cluster.
     */
    private static String escaped(String id) {
        for (var i = 0; i < id.length(); i++) {
            if (!SessionId.isPlain(id.charAt(i))) {
                return escaped(id, i);
            }
        }
        return id;
    }

    private static String escaped(String id, int plain) {
        var escaped = new StringBuilder(id.length() + 8).append(id, 0, plain);
        for (var each : id.substring(plain).getBytes(StandardCharsets.UTF_8)) {
            if (each >= 0 && SessionId.isPlain((char) each)) {
                escaped.append((char) each);
            } else {
                escaped.append('%').append(HEXADECIMAL.toHexDigits(each));
            }
        }
        return escaped.toString();
    }
}
