package org.vedfolnir.session.engine.cache;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Part;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.store.DocumentTag;

/**
 * A document, the revision tag of the bytes from which it was read or to which it was written, and those of its parts
 * that this node has read. Immutable.
 *
 * @param tag identifies this revision to the store
 * @param values of parts, by their digest
 * @param bytes its approximate heap size
 */
public record CachedDocument(
        SessionDocument document, DocumentTag tag, Map<String, EncodedAttribute> values, long bytes) {

    /** Objects of a document without attributes, its key and its place in the cache, in bytes; measured. */
    private static final int EMPTY = 1000;
    /** Objects around the characters of one attribute, in bytes: measured on a JVM with compressed references. */
    private static final int EACH = 170;

    /** @param bytes from which it was read, or to which it was written */
    public static CachedDocument of(SessionDocument document, byte[] bytes) {
        var idle = document.until() == 0 ? document.idle() : 0;
        var parts = document.parts().values().iterator();
        return of(
                document,
                DocumentTag.of(bytes, idle, parts.hasNext() ? parts.next().number() : 0),
                Map.of());
    }

    private static CachedDocument of(SessionDocument document, DocumentTag tag, Map<String, EncodedAttribute> values) {
        return new CachedDocument(document, tag, values, size(document) + size(values));
    }

    /** Returns a copy with these values of parts added, if the document names them. */
    public CachedDocument with(Map<String, EncodedAttribute> more) {
        if (document.parts().isEmpty()) {
            return this;
        }
        var known = new HashMap<String, EncodedAttribute>();
        for (var part : document.parts().values()) {
            var value = values.getOrDefault(part.digest(), more.get(part.digest()));
            if (value != null) {
                known.put(part.digest(), value);
            }
        }
        return of(document, tag, Map.copyOf(known));
    }

    @Nullable
    public EncodedAttribute value(Part part) {
        return values.get(part.digest());
    }

    private static long size(SessionDocument document) {
        var login = document.pendingLogin();
        return EMPTY
                + size(document.attributes())
                + document.parts().size() * (long) EACH
                + (login == null ? 0 : login.length());
    }

    private static long size(Map<String, EncodedAttribute> attributes) {
        var size = 0L;
        for (var attribute : attributes.entrySet()) {
            size += EACH
                    + attribute.getKey().length()
                    + attribute.getValue().json().length();
        }
        return size;
    }
}
