package org.vedfolnir.session.document.seal;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.digest.Digests;

/**
 * The keys that seal documents: the first seals, all open, so that a key can be replaced while the site runs. Immutable. Never
 * prints a key.
 */
public final class KeyRing {

    private static final int KEY_BYTES = 32;
    private static final String CHECKED = "vedfolnir key check value";
    private static final int CHECK_BYTES = 8;
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._-]{1,32}");

    private final Map<String, SecretKey> keys;

    private KeyRing(Map<String, SecretKey> keys) {
        this.keys = keys;
    }

    /** No keys: documents are plain JSON. */
    public static KeyRing none() {
        return new KeyRing(Map.of());
    }

    /**
     * The ring that a setting names: {@code kid:key,kid:key}, each key 32 bytes in Base64 or Base64url.
     *
     * @throws IllegalArgumentException that says which entry is wrong, and never its key
     */
    public static KeyRing parse(String setting) {
        var keys = new LinkedHashMap<String, SecretKey>();
        for (var entry : setting.strip().split("\\s*,\\s*")) {
            var colon = entry.indexOf(':');
            var kid = colon < 0 ? "" : entry.substring(0, colon);
            if (!KEY_ID.matcher(kid).matches()) {
                throw wrong(keys.size(), "begins with a name of 1 to 32 letters, digits, '.', '_' or '-' and a colon");
            }
            if (keys.putIfAbsent(kid, key(entry.substring(colon + 1), keys.size())) != null) {
                throw wrong(keys.size(), "has the name of an earlier key; each name stands once");
            }
        }
        return new KeyRing(keys);
    }

    private static SecretKey key(String base64, int position) {
        try {
            var bytes =
                    Base64.getDecoder().decode(base64.strip().replace('-', '+').replace('_', '/'));
            if (bytes.length == KEY_BYTES && !uniform(bytes)) {
                return new SecretKeySpec(bytes, "AES");
            }
        } catch (IllegalArgumentException e) {
            throw wrong(position, "is not Base64 after the colon");
        }
        throw wrong(position, "is 32 random bytes in Base64 after the colon, as 'openssl rand -base64 32' prints them");
    }

    private static boolean uniform(byte[] bytes) {
        for (var b : bytes) {
            if (b != bytes[0]) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException wrong(int position, String rule) {
        return new IllegalArgumentException(
                "is a list as in k2:BASE64,k1:BASE64; entry " + (position + 1) + " " + rule);
    }

    /** A fresh setting with one key. */
    public static String generate() {
        var key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return "k1:" + Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    /** Whether documents are sealed. */
    public boolean sealing() {
        return !keys.isEmpty();
    }

    /** The names of the keys, the one that seals first. */
    public List<String> names() {
        return List.copyOf(keys.keySet());
    }

    /**
     * The ring that goes on after this one: itself when the next is the same.
     *
     * @throws IllegalArgumentException when nothing could open any more what this one has sealed, by a mistake that no rotation makes
     */
    public KeyRing replacedBy(KeyRing next) {
        if (sealing() != next.sealing()) {
            throw new IllegalArgumentException(
                    sealing()
                            ? "There are no keys any more. Put them back; to go on without keys, restart all nodes."
                            : "There are keys now, and there were none. Restart all nodes to seal sessions.");
        }
        keys.forEach((kid, key) -> {
            if (!key.equals(next.keys.getOrDefault(kid, key))) {
                throw new IllegalArgumentException(
                        "The key " + kid + " is another than before. Give a new key a name of its own.");
            }
        });
        return names().equals(next.names()) ? this : next;
    }

    /**
     * A check value of each key, by its name: the first 64 bits of the HMAC-SHA-256 of a fixed text with the key, in hexadecimal digits. Equal
     * keys have equal ones, and a key is not found by it: that takes as long as to try all 2^256.
     */
    public Map<String, String> checkValues() {
        var values = new LinkedHashMap<String, String>();
        keys.forEach((kid, key) -> values.put(kid, checkValue(key)));
        return values;
    }

    private static String checkValue(SecretKey key) {
        var digest = Digests.hmacSha256(key).doFinal(CHECKED.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest, 0, CHECK_BYTES);
    }

    /** Whether a document that opens may be sealed with another key than the one that seals now. */
    public boolean rotating() {
        return keys.size() > 1;
    }

    Map.Entry<String, SecretKey> active() {
        return keys.entrySet().iterator().next();
    }

    /** The name of the key that seals; null when there is none. */
    @Nullable
    public String sealingKey() {
        return sealing() ? active().getKey() : null;
    }

    @Nullable
    SecretKey key(String kid) {
        return keys.get(kid);
    }

    @Override
    public String toString() {
        return "KeyRing" + keys.keySet();
    }
}
