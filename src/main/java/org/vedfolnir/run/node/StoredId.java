package org.vedfolnir.run.node;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Maps a cookie's session id to the id in Redis: the same, or an HMAC of it (docs/format.md). Deliberately independent
 * of the product's code, which the check verifies.
 */
@FunctionalInterface
public interface StoredId extends UnaryOperator<String> {

    /** @param key 32 bytes in Base64; empty for the id itself */
    static StoredId with(String key) {
        if (key.isEmpty()) {
            return id -> id;
        }
        var secret = new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256");
        return id -> {
            try {
                var mac = Mac.getInstance(secret.getAlgorithm());
                mac.init(secret);
                return Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(mac.doFinal(id.getBytes(StandardCharsets.US_ASCII)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This Java has no HmacSHA256, which every Java must have.", e);
            }
        };
    }
}
