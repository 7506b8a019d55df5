package org.vedfolnir.session.document.seal;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.vedfolnir.session.document.json.JsonReader;
import org.vedfolnir.session.document.json.JsonWriter;
import org.vedfolnir.session.document.seal.UnreadableDocumentException.Reason;

/**
 * Seals short texts that are stored elsewhere than sessions, with the same ring. Its claim identifies a text as such,
 * so that it never opens as a session's document or part, and these never open as a text. Thread-safe.
 */
public final class TextCodec {

    private final KeySource keys;
    private final Sealer sealer;

    public TextCodec(KeySource keys) {
        this(keys, new Sealer(keys));
    }

    TextCodec(KeySource keys, Sealer sealer) {
        this.keys = keys;
        this.sealer = sealer;
    }

    /** Whether there are keys. */
    public boolean sealing() {
        return keys.current().sealing();
    }

    /**
     * Seals the text as a flattened JWE.
     *
     * @param place for which alone it opens
     */
    public String encode(String text, String place) {
        if (!sealing()) {
            throw new IllegalStateException(
                    "There are no keys to seal a text with, and it must not be stored in plain text. Set"
                            + " encryptionKeys.");
        }
        var plain = text.getBytes(StandardCharsets.UTF_8);
        var out = new JsonWriter(plain.length * 4 / 3 + 300).raw("{");
        return sealer.seal(plain, claims(Sealer.place(place)), out).toString();
    }

    /**
     * @throws UnreadableDocumentException if it is not ours, belongs to another place, or needs a key that is not in
     *     the ring
     */
    public String decode(String sealed, String place) throws UnreadableDocumentException {
        return new String(sealer.open(members(sealed), place, TextCodec::claims), StandardCharsets.UTF_8);
    }

    /** Whether a readable text is sealed with the active key. */
    public boolean usesActiveKey(String sealed) throws UnreadableDocumentException {
        return Sealer.keyNamed(members(sealed)).equals(keys.current().sealingKey());
    }

    private static String claims(String place) {
        return "\"text\":\"" + place + "\"";
    }

    private static Map<String, String> members(String sealed) throws UnreadableDocumentException {
        try {
            return JsonReader.members(sealed);
        } catch (IllegalArgumentException e) {
            throw new UnreadableDocumentException(
                    Reason.NOT_A_DOCUMENT,
                    "The stored value is not an encrypted text. Another program may have" + " written it.");
        }
    }
}
