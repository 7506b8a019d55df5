package org.vedfolnir.session.document.seal;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.vedfolnir.session.document.json.JsonReader;
import org.vedfolnir.session.document.json.JsonWriter;
import org.vedfolnir.session.document.seal.UnreadableDocumentException.Reason;

/**
 * Short texts that lie elsewhere than sessions, sealed with the same ring. A text says of itself that it is one, so that it never opens as a
 * session's document or part, nor these as a text. Thread-safe.
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
     * The text as a flattened JWE.
     *
     * @param place for which alone it opens
     */
    public String encode(String text, String place) {
        if (!sealing()) {
            throw new IllegalStateException(
                    "There are no keys to seal a text with, and it is not kept in plain text. Set encryptionKeys.");
        }
        var plain = text.getBytes(StandardCharsets.UTF_8);
        var out = new JsonWriter(plain.length * 4 / 3 + 300).raw("{");
        return sealer.seal(plain, claims(Sealer.place(place)), out).toString();
    }

    /** @throws UnreadableDocumentException when it is none of ours, of another place, or of a key that is not in the ring */
    public String decode(String sealed, String place) throws UnreadableDocumentException {
        return new String(sealer.open(members(sealed), place, TextCodec::claims), StandardCharsets.UTF_8);
    }

    /** Whether a text that opened is sealed with the key that seals now. */
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
                    Reason.NOT_A_DOCUMENT, "What lies in the place of a sealed text is none. Find out who wrote it.");
        }
    }
}
