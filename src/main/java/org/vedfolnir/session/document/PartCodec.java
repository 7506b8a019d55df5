package org.vedfolnir.session.document;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.attribute.Fingerprint;
import org.vedfolnir.session.document.json.JsonWriter;
import org.vedfolnir.session.document.seal.KeySource;
import org.vedfolnir.session.document.seal.Sealer;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;

/** Encodes the values beside a document to bytes and decodes them. Thread-safe. */
public final class PartCodec {

    private final KeySource keys;
    private final Sealer sealer;

    PartCodec(KeySource keys, Sealer sealer) {
        this.keys = keys;
        this.sealer = sealer;
    }

    /** Returns the document's entry for a value that is stored beside it under that number. */
    public Part describe(int number, EncodedAttribute value) {
        return Part.of(number, value, keys.current().sealingKey());
    }

    /** Whether a part is sealed with the active key. */
    public boolean usesActiveKey(Part part) {
        return Objects.equals(part.key(), keys.current().sealingKey());
    }

    /**
     * Encodes to UTF-8 JSON; with keys, sealed so that it opens only for the session of that handle and under that
     * number.
     */
    public byte[] encode(EncodedAttribute value, String handle, int number) {
        var plain = value.json().getBytes(StandardCharsets.UTF_8);
        if (!keys.current().sealing()) {
            return plain;
        }
        var out = new JsonWriter(plain.length * 4 / 3 + 500).raw("{");
        return sealer.seal(plain, claims(Sealer.place(handle), number), out).bytes();
    }

    /**
     * Decodes the value that a document describes by a part.
     *
     * @param handle of the session
     * @throws UnreadableDocumentException if the bytes are not that value: they are of another version of the part,
     *     were changed, or were moved from another session or number
     */
    public EncodedAttribute decode(byte[] stored, String handle, Part part) throws UnreadableDocumentException {
        var plain = keys.current().sealing()
                ? sealer.open(DocumentMembers.of(stored), handle, place -> claims(place, part.number()))
                : stored;
        var fingerprint = Fingerprint.of(plain);
        if (!part.isOf(fingerprint)) {
            throw UnreadableDocumentException.damaged();
        }
        return new EncodedAttribute(part.type(), new String(plain, StandardCharsets.UTF_8), fingerprint);
    }

    private static String claims(String place, int number) {
        return "\"ses\":\"" + place + "\",\"part\":" + number;
    }
}
