package org.vedfolnir.session.document;

import org.vedfolnir.session.document.json.JsonWriter;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.document.seal.KeySource;
import org.vedfolnir.session.document.seal.Sealer;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;

/** A session document as bytes, and back; {@code docs/format.md} is the specification. Thread-safe. */
public final class DocumentCodec {

    private final KeySource keys;
    private final PlainWriter writer;
    private final PlainReader reader;
    private final SealedForm sealed;
    private final PartCodec parts;

    /**
     * @param keys the ring that seals; {@link KeyRing#none()} for plain JSON
     * @param application whose sessions these are: an id of one application opens nothing in another
     */
    public DocumentCodec(KeyRing keys, String application) {
        this(KeySource.of(keys), application);
    }

    /** The same with a ring that may be replaced by another. */
    public DocumentCodec(KeySource keys, String application) {
        var sealer = new Sealer(keys);
        this.keys = keys;
        this.writer = new PlainWriter(application);
        this.reader = new PlainReader(application);
        this.sealed = new SealedForm(sealer, writer, reader);
        this.parts = new PartCodec(keys, sealer);
    }

    /** The codec of what lies beside these documents. */
    public PartCodec parts() {
        return parts;
    }

    /** UTF-8 JSON; with keys, sealed so that it opens under the key {@code boundTo} of the store only. */
    public byte[] encode(SessionDocument document, String boundTo) {
        if (keys.current().sealing()) {
            return sealed.seal(document, boundTo);
        }
        var out = new JsonWriter(1024);
        ClearHeader.of(document).write(out);
        out.raw(",");
        writer.write(out, document);
        return out.raw(",\"mark\":\"").raw(RevisionTag.next()).raw("\"}}").bytes();
    }

    /**
     * The document that these bytes are, whatever they are.
     *
     * @throws UnreadableDocumentException when they are none; with keys, a plain document is none
     */
    public SessionDocument decode(byte[] stored, String boundTo) throws UnreadableDocumentException {
        var members = DocumentMembers.of(stored);
        var header = ClearHeader.ofPlain(members); // whatever has none is foreign, in both forms
        var isSealed = members.containsKey(DocumentMembers.CIPHERTEXT);
        if (isSealed != keys.current().sealing()) {
            throw isSealed
                    ? new UnreadableDocumentException(
                            UnreadableDocumentException.Reason.UNKNOWN_KEY,
                            "A stored session is sealed, and this node has no keys. Set encryptionKeys.")
                    : UnreadableDocumentException.damaged();
        }
        return isSealed ? sealed.open(members, boundTo) : reader.document(members, header);
    }

    /**
     * Whether a document, as it lies in the store, that opened is sealed with the key that seals now. Costs next to nothing while there is one
     * key.
     */
    public boolean usesActiveKey(byte[] stored) throws UnreadableDocumentException {
        var ring = keys.current();
        return !ring.rotating() || Sealer.keyNamed(DocumentMembers.of(stored)).equals(ring.sealingKey());
    }
}
