package org.vedfolnir.session.document.seal;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys that encrypt content. A key of the ring only wraps them ({@code A256KW}, RFC 7518 §4.4 and RFC 3394);
 * wrapping needs no nonce, so its uses are unlimited. A data key is random, belongs to one {@link Sealer} of one node,
 * and seals at most {@value #MOST_USES} times. NIST SP 800-38D §8.3 allows 2^32 random nonces for a key; with 2^24 for
 * each, the probability that any key of ten years at 12,000 seals a second uses a nonce twice is below 2^-31.
 * Thread-safe.
 */
final class DataKeys {

    static final long MOST_USES = 1L << 24;

    /** Data keys of other nodes, unwrapped once. */
    private static final int MOST_REMEMBERED = 1024;

    private static final int KEY_BYTES = 32;
    private static final String WRAP = "AESWrap";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final long mostUses;
    private final SecureRandom random;
    private final Map<String, Unwrapped> remembered = new ConcurrentHashMap<>();
    private volatile @Nullable DataKey sealing;

    /** @param mostUses how often one key seals */
    DataKeys(long mostUses, SecureRandom random) {
        this.mostUses = mostUses;
        this.random = random;
    }

    /**
     * A data key that seals.
     *
     * @param kid of the ring's key that wraps it
     * @param wrapped in Base64url
     */
    record DataKey(String kid, SecretKey wrapping, SecretKey key, String wrapped, AtomicLong uses) {

        boolean isWrappedBy(Map.Entry<String, SecretKey> active) {
            return kid.equals(active.getKey()) && wrapping.equals(active.getValue());
        }

        boolean tryUse(long most) {
            return uses.incrementAndGet() <= most;
        }
    }

    private record Unwrapped(SecretKey wrapping, SecretKey key) {}

    /** Returns a key for one use. */
    DataKey next(Map.Entry<String, SecretKey> active) throws GeneralSecurityException {
        while (true) {
            var now = sealing;
            if (now != null && now.isWrappedBy(active) && now.tryUse(mostUses)) {
                return now;
            }
            replace(now, active);
        }
    }

    private synchronized void replace(@Nullable DataKey spent, Map.Entry<String, SecretKey> active)
            throws GeneralSecurityException {
        if (sealing == spent) {
            sealing = newDataKey(active);
        }
    }

    private DataKey newDataKey(Map.Entry<String, SecretKey> active) throws GeneralSecurityException {
        var drawn = new byte[KEY_BYTES];
        random.nextBytes(drawn);
        var key = new SecretKeySpec(drawn, "AES");
        var cipher = Cipher.getInstance(WRAP);
        cipher.init(Cipher.WRAP_MODE, active.getValue());
        var wrapped = ENCODER.encodeToString(cipher.wrap(key));
        remember(wrapped, active.getValue(), key);
        return new DataKey(active.getKey(), active.getValue(), key, wrapped, new AtomicLong());
    }

    /**
     * Unwraps the data key of a document.
     *
     * @param bytes of the wrapped key, decoded
     * @param wrapping a key of the ring in use: a data key wrapped by a removed key is not returned
     * @throws GeneralSecurityException if it was not wrapped by that key
     */
    SecretKey unwrapped(String wrapped, byte[] bytes, SecretKey wrapping) throws GeneralSecurityException {
        var known = remembered.get(wrapped);
        if (known != null && known.wrapping().equals(wrapping)) {
            return known.key();
        }
        var cipher = Cipher.getInstance(WRAP);
        cipher.init(Cipher.UNWRAP_MODE, wrapping);
        var key = secret(cipher.unwrap(bytes, "AES", Cipher.SECRET_KEY));
        remember(wrapped, wrapping, key);
        return key;
    }

    private static SecretKey secret(Key key) throws GeneralSecurityException {
        if (key instanceof SecretKey secret && secret.getEncoded().length == KEY_BYTES) {
            return secret;
        }
        throw new InvalidKeyException("The wrapped key does not have 256 bits.");
    }

    private void remember(String wrapped, SecretKey wrapping, SecretKey key) {
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(wrapped, new Unwrapped(wrapping, key));
    }
}
