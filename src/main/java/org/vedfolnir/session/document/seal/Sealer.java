package org.vedfolnir.session.document.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.vedfolnir.session.digest.Digests;
import org.vedfolnir.session.document.json.JsonReader;
import org.vedfolnir.session.document.json.JsonWriter;

/**
 * Seals a plain document as a flattened JWE (RFC 7516 §7.2.2; {@code A256KW}, {@code A256GCM}) and opens it; also opens
 * those of earlier versions ({@code dir}). The protected header, which the cipher authenticates, names the key in the
 * store, the version and both ends: a value that was moved to another key, or whose clear members were changed, does
 * not open. A part is sealed in the same way, and its header names the session's handle and the part's number: it stays
 * valid when the session id changes, and opens for no other session. A text of the application names its place.
 * Thread-safe.
 */
public final class Sealer {

    /** RFC 7518 §4.4: a data key encrypts; the key that {@code kid} names wraps it. */
    private static final String WRAPPED = "A256KW";
    /** RFC 7518 §4.5: the key that {@code kid} names encrypts directly. */
    private static final String DIRECT = "dir";

    private static final String ENCRYPTED_KEY = "encrypted_key";
    private static final int IV_BYTES = 12;
    /** More than a machine has cores. A new one takes four times as long to seal a session as one that is kept. */
    private static final int CIPHERS_KEPT = 16;

    private static final int TAG_BYTES = 16;
    /** In bytes; compressing less gains little. */
    private static final int COMPRESSED_ABOVE = 512;
    /** Characters of Base64url, 132 bits of a SHA-256: finding another place with the same characters is infeasible. */
    private static final int PLACE_CHARACTERS = 22;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final KeySource keys;
    private final Deflate deflate = new Deflate();
    private final ObjectPool<Cipher> ciphers =
            new ObjectPool<>(CIPHERS_KEPT, Sealer::newCipher, used -> {}, used -> {});
    private final SecureRandom random = new SecureRandom();
    private final DataKeys dataKeys;

    public Sealer(KeySource keys) {
        this(keys, DataKeys.MOST_USES);
    }

    /** @param mostUses how often one data key seals */
    Sealer(KeySource keys, long mostUses) {
        this.keys = keys;
        this.dataKeys = new DataKeys(mostUses, random);
    }

    /**
     * @param claims of the protected header, as JSON members: what the content is, and its {@link #place}; opening
     *     checks them
     * @param out an object that has begun and expects a member: gets the members of the JWE, and is closed
     * @return out
     */
    public JsonWriter seal(byte[] plain, String claims, JsonWriter out) {
        try {
            var active = keys.current().active();
            if (!keys.wrapping()) {
                return seal(plain, DIRECT, active.getKey(), active.getValue(), "", claims, out);
            }
            var data = dataKeys.next(active);
            var wrapped = ",\"" + ENCRYPTED_KEY + "\":\"" + data.wrapped() + "\"";
            return seal(plain, WRAPPED, data.kid(), data.key(), wrapped, claims, out);
        } catch (GeneralSecurityException e) {
            throw unsupported(e);
        }
    }

    private JsonWriter seal(
            byte[] plain, String algorithm, String kid, SecretKey key, String wrapped, String claims, JsonWriter out)
            throws GeneralSecurityException {
        var compressed = plain.length > COMPRESSED_ABOVE;
        var header = ENCODER.encodeToString(
                header(algorithm, kid, claims, compressed).getBytes(StandardCharsets.UTF_8));
        var iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        var sealed = crypt(Cipher.ENCRYPT_MODE, key, iv, header, compressed ? deflate.pack(plain) : plain);
        var tagAt = sealed.length - TAG_BYTES;
        return out.raw("\"protected\":\"")
                .raw(header)
                .raw("\"")
                .raw(wrapped)
                .raw(",\"iv\":\"")
                .raw(ENCODER.encodeToString(iv))
                .raw("\",\"ciphertext\":\"")
                .raw(ENCODER.encodeToString(Arrays.copyOf(sealed, tagAt)))
                .raw("\",\"tag\":\"")
                .raw(ENCODER.encodeToString(Arrays.copyOfRange(sealed, tagAt, sealed.length)))
                .raw("\"}");
    }

    /**
     * Opens sealed members. Reports everything that is not ours as damaged, except for a key that is not in the ring.
     *
     * @param claims returns the required claims for the place that the content must be bound to
     */
    public byte[] open(Map<String, String> members, String boundTo, UnaryOperator<String> claims)
            throws UnreadableDocumentException {
        var kid = "";
        try {
            var header = text(members, "protected");
            var protectedHeader = new String(decode(header), StandardCharsets.UTF_8);
            var claimed = JsonReader.members(protectedHeader);
            kid = kid(claimed);
            var key = key(kid);
            var compressed = claimed.containsKey("zip");
            var algorithm = algorithm(claimed, members);
            // documents of early versions name the whole digest
            if (!protectedHeader.equals(header(algorithm, kid, claims.apply(place(boundTo)), compressed))
                    && !protectedHeader.equals(
                            header(algorithm, kid, claims.apply(Digests.base64OfSha256(boundTo)), compressed))) {
                throw UnreadableDocumentException.damaged();
            }
            var body = decode(text(members, "ciphertext"));
            var tag = decode(text(members, "tag"));
            var iv = decode(text(members, "iv"));
            if (iv.length != IV_BYTES || tag.length != TAG_BYTES) {
                throw UnreadableDocumentException.damaged();
            }
            var sealed = Arrays.copyOf(body, body.length + TAG_BYTES);
            System.arraycopy(tag, 0, sealed, body.length, TAG_BYTES);
            var plain = crypt(Cipher.DECRYPT_MODE, contentKey(algorithm, members, key), iv, header, sealed);
            return compressed ? deflate.unpack(plain) : plain;
        } catch (GeneralSecurityException e) {
            keys.onDecryptionFailure(kid);
            throw UnreadableDocumentException.damaged();
        } catch (IllegalArgumentException e) {
            throw UnreadableDocumentException.damaged();
        }
    }

    private static String algorithm(Map<String, String> claimed, Map<String, String> members) {
        var algorithm = text(claimed, "alg");
        if (algorithm.equals(WRAPPED) || (algorithm.equals(DIRECT) && !members.containsKey(ENCRYPTED_KEY))) {
            return algorithm;
        }
        throw new IllegalArgumentException("The member alg is neither A256KW nor dir.");
    }

    private SecretKey contentKey(String algorithm, Map<String, String> members, SecretKey ringKey)
            throws GeneralSecurityException {
        if (algorithm.equals(DIRECT)) {
            return ringKey;
        }
        var wrapped = text(members, ENCRYPTED_KEY);
        return dataKeys.unwrapped(wrapped, decode(wrapped), ringKey);
    }

    /** Returns the name of the key that a document claims to be sealed with; the claim is not yet verified. */
    public static String keyNamed(Map<String, String> members) {
        return kid(JsonReader.members(new String(decode(text(members, "protected")), StandardCharsets.UTF_8)));
    }

    private SecretKey key(String kid) throws UnreadableDocumentException {
        var known = keys.current().key(kid);
        var key = known == null ? keys.reload().key(kid) : known;
        if (key == null) {
            throw new UnreadableDocumentException(
                    UnreadableDocumentException.Reason.UNKNOWN_KEY,
                    "A stored session is sealed with a key that this node does not have. Give all nodes the same"
                            + " encryptionKeys.");
        }
        return key;
    }

    private static String kid(Map<String, String> claimed) {
        return text(claimed, "kid");
    }

    private static String text(Map<String, String> members, String name) {
        var json = members.get(name);
        if (json != null && JsonReader.value(json) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("The member " + name + " is missing or is not text.");
    }

    /** Decodes Base64url that has one spelling only: bits that decoding would drop must be zero. */
    private static byte[] decode(String base64) {
        var bytes = Base64.getUrlDecoder().decode(base64);
        if (!ENCODER.encodeToString(bytes).equals(base64)) {
            throw new IllegalArgumentException("A member is not canonical Base64url.");
        }
        return bytes;
    }

    private static String header(String algorithm, String kid, String claims, boolean compressed) {
        return new JsonWriter(200)
                .raw("{\"alg\":\"")
                .raw(algorithm)
                .raw("\",\"enc\":\"A256GCM\",\"kid\":")
                .string(kid)
                .raw(",")
                .raw(claims)
                .raw(compressed ? ",\"zip\":\"DEF\"}" : "}")
                .toString();
    }

    /** Returns the name of a place in a protected header. */
    public static String place(String boundTo) {
        return Digests.base64OfSha256(boundTo).substring(0, PLACE_CHARACTERS);
    }

    private byte[] crypt(int mode, SecretKey key, byte[] iv, String header, byte[] text)
            throws GeneralSecurityException {
        var cipher = ciphers.acquire();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, iv));
        cipher.updateAAD(header.getBytes(StandardCharsets.US_ASCII));
        var result = cipher.doFinal(text);
        ciphers.release(cipher); // one that threw is not used again
        return result;
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw unsupported(e);
        }
    }

    private static IllegalStateException unsupported(GeneralSecurityException cause) {
        return new IllegalStateException(
                "This Java does not support AES-GCM or AESWrap, which every Java must. Check its security file.",
                cause);
    }
}
