package org.vedfolnir.session.document;

import java.util.Map;
import org.vedfolnir.session.document.json.JsonWriter;
import org.vedfolnir.session.document.seal.Sealer;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;

/** A document whose members are sealed, except for the clear header. Thread-safe. */
final class SealedForm {

    private final Sealer sealer;
    private final PlainWriter writer;
    private final PlainReader reader;

    SealedForm(Sealer sealer, PlainWriter writer, PlainReader reader) {
        this.sealer = sealer;
        this.writer = writer;
        this.reader = reader;
    }

    /** @param boundTo the store's key, under which alone the document opens */
    byte[] seal(SessionDocument document, String boundTo) {
        var inside = new JsonWriter(1024).raw("{");
        writer.write(inside, document);
        var plain = inside.raw("}}").bytes();
        var header = ClearHeader.of(document);
        var out = new JsonWriter(plain.length * 4 / 3 + 500);
        header.write(out);
        return sealer.seal(plain, header.claims(Sealer.place(boundTo)), out.raw(","))
                .bytes();
    }

    /**
     * Opens a sealed document. Reports everything that is not ours as damaged, except for a key that is not in the
     * ring.
     */
    SessionDocument open(Map<String, String> members, String boundTo) throws UnreadableDocumentException {
        var header = ClearHeader.ofSealed(members);
        var inside = DocumentMembers.of(sealer.open(members, boundTo, header::claims));
        var document = reader.document(inside, header);
        // the first builds repeated the header inside
        var repeats = inside.containsKey(ClearHeader.VERSION)
                && !ClearHeader.ofPlain(inside).isWithoutParts(header);
        if (repeats || !ClearHeader.of(document).equals(header)) {
            throw UnreadableDocumentException.damaged();
        }
        return document;
    }
}
