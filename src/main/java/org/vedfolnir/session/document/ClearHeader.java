package org.vedfolnir.session.document;

import java.util.Map;
import org.vedfolnir.session.document.json.JsonWriter;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;

/**
 * The members that come first and unencrypted, in both forms: a script of the store reads them by a pattern. The
 * fourth, the highest number of a part, exists only if there are parts.
 */
record ClearHeader(long version, long until, long idle, int parts) {

    static final String VERSION = "_version";
    static final String UNTIL = "_until";
    static final String IDLE = "_idle";
    static final String PARTS = "_parts";

    private static final int MOST_DIGITS = 15;

    static ClearHeader of(SessionDocument document) {
        var highest = 0;
        for (var part : document.parts().values()) {
            highest = Math.max(highest, part.number());
        }
        return new ClearHeader(document.version(), document.until(), document.idle(), highest);
    }

    /** Reads the header of a sealed document, in which only these members are unencrypted. */
    static ClearHeader ofSealed(Map<String, String> members) throws UnreadableDocumentException {
        var parts = members.containsKey(PARTS) ? number(members, PARTS) : 0;
        if (parts > Part.MOST) {
            throw UnreadableDocumentException.foreign();
        }
        return new ClearHeader(number(members, VERSION), number(members, UNTIL), number(members, IDLE), (int) parts);
    }

    /** Reads the header of a plain document, which lists its parts elsewhere. */
    static ClearHeader ofPlain(Map<String, String> members) throws UnreadableDocumentException {
        return new ClearHeader(number(members, VERSION), number(members, UNTIL), number(members, IDLE), 0);
    }

    /** Whether the two are equal apart from the parts, which a plain document lists elsewhere. */
    boolean isWithoutParts(ClearHeader other) {
        return version == other.version && until == other.until && idle == other.idle;
    }

    /**
     * Returns the claims for the protected header of a sealed document, so that neither these members nor the
     * document's place can be changed.
     */
    String claims(String place) {
        return "\"ses\":\"" + place + "\",\"ver\":" + version + ",\"until\":" + until + ",\"idle\":" + idle
                + (parts == 0 ? "" : ",\"parts\":" + parts);
    }

    private static long number(Map<String, String> members, String name) throws UnreadableDocumentException {
        var text = members.get(name);
        if (text == null || !isNumber(text)) {
            throw UnreadableDocumentException.foreign();
        }
        return Long.parseLong(text);
    }

    /** Called three times for each document that is read, so it does not use a regular expression. */
    private static boolean isNumber(String text) {
        if (text.isEmpty() || text.length() > MOST_DIGITS) {
            return false;
        }
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Opens the object; the caller continues after a comma. */
    void write(JsonWriter out) {
        out.raw("{\"_version\":")
                .raw(version)
                .raw(",\"_until\":")
                .raw(until)
                .raw(",\"_idle\":")
                .raw(idle);
        if (parts > 0) {
            out.raw(",\"_parts\":").raw(parts);
        }
    }
}
