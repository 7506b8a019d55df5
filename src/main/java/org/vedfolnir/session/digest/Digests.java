package org.vedfolnir.session.digest;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;

/**
 * Digests that every Java has (MessageDigest and Mac: "Every implementation of the Java platform is required to
 * support"). Stateless.
 */
public final class Digests {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Digests() {}

    /** SHA-256, 32 bytes. For one thread. */
    public static MessageDigest sha256() {
        return digest("SHA-256");
    }

    /** SHA-1, with which Redis identifies a script. For one thread. */
    public static MessageDigest sha1() {
        return digest("SHA-1");
    }

    /** HMAC-SHA-256 with a key. For one thread. */
    public static Mac hmacSha256(Key key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw missing("HMAC-SHA-256", e);
        }
    }

    /** Encodes a digest in Base64url without padding: 43 characters for 32 bytes. */
    public static String base64(byte[] digest) {
        return BASE64.encodeToString(digest);
    }

    /** Returns the SHA-256 of a text in UTF-8, in Base64url. */
    public static String base64OfSha256(String text) {
        return base64(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw missing(algorithm, e);
        }
    }

    private static IllegalStateException missing(String algorithm, Exception cause) {
        return new IllegalStateException(
                "This Java has no " + algorithm + ", which every Java must have. Check its security file.", cause);
    }
}
