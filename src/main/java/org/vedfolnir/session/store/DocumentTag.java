package org.vedfolnir.session.store;

import java.nio.charset.StandardCharsets;

/**
 * Identifies one save of a session. A version number is not sufficient: after a failover that lost a save, two
 * different documents have the same version. The tag is the end of the document, which contains the authentication tag
 * of a sealed document, or the random mark of a plain one; a store compares it without reading the rest. It protects
 * nothing, since the seal authenticates the document. Immutable.
 *
 * @param end the last 22 bytes of a document; empty for a caller that has none, and for a document without tag and
 *     mark, which is sent whole each time
 * @param idle the idle timeout in ms of a document without another end; 0 for every other
 * @param part the number of one of its parts; 0 if it has none
 */
public record DocumentTag(String end, long idle, int part) {

    /** The tag of no document. */
    public static final DocumentTag NONE = new DocumentTag("", 0, 0);

    /** Number of compared bytes: all of a mark, and 120 bits of a tag. */
    static final int LENGTH = 22;

    private static final String MARK = "\"mark\":\"";
    private static final String TAG = "\"tag\":\"";
    private static final int WHOLE_TAG = 31;

    /** Returns the tag of a document without parts; {@code idle} is as in {@link #idle()}. */
    public static DocumentTag of(byte[] document, long idle) {
        return of(document, idle, 0);
    }

    /** Returns the tag of a document; the parameters are as in {@link #idle()} and {@link #part()}. */
    public static DocumentTag of(byte[] document, long idle, int part) {
        var from = Math.max(0, document.length - WHOLE_TAG);
        var text = new String(document, from, document.length - from, StandardCharsets.ISO_8859_1);
        var end = text.substring(Math.max(0, text.length() - LENGTH));
        return text.startsWith(TAG) || end.startsWith(MARK) ? new DocumentTag(end, idle, part) : NONE;
    }

    /** Whether it identifies no document. */
    public boolean isNone() {
        return end.isEmpty();
    }
}
