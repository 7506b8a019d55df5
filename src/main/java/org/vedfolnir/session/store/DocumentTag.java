package org.vedfolnir.session.store;

import java.nio.charset.StandardCharsets;

/**
 * Tells one save of a session from every other. A version number alone would not: after a failover that lost a save, two different
 * documents have the same one. It is the end of the document, where the tag of the seal stands, or of a plain one a mark that is new each
 * time: what a store compares without reading the rest. It guards nothing, since a document proves by its seal what it is. Immutable.
 *
 * @param end the last 22 bytes of a document; empty for a caller that holds none, and for a document without tag and mark, which is sent
 *     whole each time
 * @param idle the idle timeout in ms of a document that nothing else gives an end, and nothing lies beside; 0 for every other
 */
public record DocumentTag(String end, long idle) {

    /** Of no document. */
    public static final DocumentTag NONE = new DocumentTag("", 0);

    /** Bytes that are compared: all of a mark, and 120 bits of a tag. */
    public static final int LENGTH = 22;

    private static final String MARK = "\"mark\":\"";
    private static final String TAG = "\"tag\":\"";
    private static final int WHOLE_TAG = 31;

    /** @param idle as in {@link #idle()} */
    public static DocumentTag of(byte[] document, long idle) {
        var from = Math.max(0, document.length - WHOLE_TAG);
        var text = new String(document, from, document.length - from, StandardCharsets.ISO_8859_1);
        var end = text.substring(Math.max(0, text.length() - LENGTH));
        return text.startsWith(TAG) || end.startsWith(MARK) ? new DocumentTag(end, idle) : NONE;
    }

    /** Of a document of which no more is known. */
    public static DocumentTag of(byte[] document) {
        return of(document, 0);
    }

    /** Whether it tells anything. */
    public boolean isNone() {
        return end.isEmpty();
    }

    /** Whether it is of this document. */
    public boolean isOf(byte[] document) {
        return !isNone() && end.equals(of(document).end);
    }
}
