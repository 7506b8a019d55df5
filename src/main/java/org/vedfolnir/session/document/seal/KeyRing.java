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
 * The keys that seal documents: the first one is active and seals, all of them open, so that a key can be replaced
 * while the site runs. Immutable. Never prints a key.
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

    /** Returns a ring without keys: documents are plain JSON. */
    public static KeyRing none() {
        return new KeyRing(Map.of());
    }

    /**
     * Parses the ring of a setting: {@code kid:key,kid:key}, each key 32 bytes in Base64 or Base64url.
     *
     * @throws IllegalArgumentException with the position of the invalid entry, and never its key
     */
    public static KeyRing parse(String setting) {
        var keys = new LinkedHashMap<String, SecretKey>();
        for (var entry : setting.strip().split("\\s*,\\s*")) {
            var colon = entry.indexOf(':');
            var kid = colon < 0 ? "" : entry.substring(0, colon);
            if (!KEY_ID.matcher(kid).matches()) {
                throw wrong(
                        keys.size(), "must begin with a name of 1 to 32 letters, digits, '.', '_' or '-' and a colon");
            }
            if (keys.putIfAbsent(kid, key(entry.substring(colon + 1), keys.size())) != null) {
                throw wrong(keys.size(), "has the name of an earlier key; each name must occur once");
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
        throw wrong(
                position,
                "must have 32 random bytes in Base64 after the colon, as 'openssl rand -base64 32' prints them");
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
                "must be a list as in k2:BASE64,k1:BASE64; entry " + (position + 1) + " " + rule);
    }

    /** Returns a new setting with one random key. */
    public static String generate() {
        return generate("k1");
    }

    /**
     * Returns an entry of a setting with a random key.
     *
     * @throws IllegalArgumentException if the name is none that a key can have
     */
    public static String generate(String name) {
        if (!KEY_ID.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "The name of a key must have 1 to 32 letters, digits, '.', '_' or '-', as in k2; '" + name
                            + "' is none.");
        }
        var key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return name + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    /** Whether documents are sealed. */
    public boolean sealing() {
        return !keys.isEmpty();
    }

    /** Returns the names of the keys, the active one first. */
    public List<String> names() {
        return List.copyOf(keys.keySet());
    }

    /**
     * Checks that another ring may replace this one, and returns it; returns this one if both are the same.
     *
     * @throws IllegalArgumentException if a mistake, which no rotation makes, would leave existing documents unreadable
     */
    public KeyRing replacedBy(KeyRing next) {
        if (sealing() != next.sealing()) {
            throw new IllegalArgumentException(
                    sealing()
                            ? "The keys were removed. Put them back; to continue without keys, restart all nodes."
                            : "Keys were added where there were none. Restart all nodes to seal sessions.");
        }
        keys.forEach((kid, key) -> {
            if (!key.equals(next.keys.getOrDefault(kid, key))) {
                throw new IllegalArgumentException(
                        "The key " + kid + " has another value than before. Give a new key a new name.");
            }
        });
        return names().equals(next.names()) ? this : next;
    }

    /**
     * Returns a check value of each key, by its name: the first 64 bits of the HMAC-SHA-256 of a fixed text with the
     * key, in hexadecimal digits. Equal keys have equal check values, and a key cannot be derived from one: that takes
     * 2^256 attempts.
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

    /** Whether another key than the active one may have sealed a readable document. */
    public boolean rotating() {
        return keys.size() > 1;
    }

    Map.Entry<String, SecretKey> active() {
        return keys.entrySet().iterator().next();
    }

    /** Returns the name of the active key; null if there is none. */
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
