package org.vedfolnir.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Digests that every Java has. The manager's jar has a class of its own, because the application sees only its events and its registry. Stateless.
 */
public final class Digests {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Digests() {}

    /** The SHA-256 of a text in UTF-8, in Base64url without padding: 43 characters. */
    public static String base64OfSha256(String text) {
        try {
            return BASE64.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "This Java has no SHA-256, which every Java must have. Check its security file.", e);
        }
    }
}
