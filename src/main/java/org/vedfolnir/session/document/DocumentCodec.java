package org.vedfolnir.session.document;

import java.util.Optional;
import org.vedfolnir.session.document.json.JsonWriter;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.document.seal.KeySource;
import org.vedfolnir.session.document.seal.Sealer;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;

/** Encodes a session document to bytes and decodes it; {@code docs/format.md} is the specification. Thread-safe. */
public final class DocumentCodec {

    private final KeySource keys;
    private final PlainWriter writer;
    private final PlainReader reader;
    private final SealedForm sealed;
    private final PartCodec parts;

    /**
     * @param keys the ring whose active key seals; {@link KeyRing#none()} for plain JSON
     * @param application the owner of these sessions: an id of one application is invalid in another
     */
    public DocumentCodec(KeySource keys, String application) {
        var sealer = new Sealer(keys);
        this.keys = keys;
        this.writer = new PlainWriter(application);
        this.reader = new PlainReader(application);
        this.sealed = new SealedForm(sealer, writer, reader);
        this.parts = new PartCodec(keys, sealer);
    }

    /** Returns the codec of the parts beside these documents. */
    public PartCodec parts() {
        return parts;
    }

    /** Encodes to UTF-8 JSON; with keys, sealed so that it opens only under the store's key {@code boundTo}. */
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
     * Decodes a stored document. Accepts any bytes.
     *
     * @throws UnreadableDocumentException if the bytes are not a document of this application; with keys, a plain
     *     document is rejected
     */
    public SessionDocument decode(byte[] stored, String boundTo) throws UnreadableDocumentException {
        var members = DocumentMembers.of(stored);
        var header = ClearHeader.ofPlain(members); // a document without a header is foreign, in both forms
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

    /** Returns the name of the key that a stored document claims to be sealed with; empty if it is not sealed, or not JSON. */
    public static Optional<String> keyOf(byte[] stored) {
        try {
            var members = DocumentMembers.of(stored);
            return members.containsKey(DocumentMembers.CIPHERTEXT)
                    ? Optional.of(Sealer.keyNamed(members))
                    : Optional.empty();
        } catch (UnreadableDocumentException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a stored, readable document is sealed with the active key. Costs next to nothing while there is only one
     * key.
     */
    public boolean usesActiveKey(byte[] stored) throws UnreadableDocumentException {
        var ring = keys.current();
        return !ring.rotating() || Sealer.keyNamed(DocumentMembers.of(stored)).equals(ring.sealingKey());
    }
}
