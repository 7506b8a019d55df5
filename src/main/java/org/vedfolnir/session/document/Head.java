package org.vedfolnir.session.document;

import java.util.Map;

/** The three members that stand first and in the clear, in both forms: a store's script reads them by a pattern. */
record Head(long version, long until, long idle) {

    static final String VERSION = "_version";
    static final String UNTIL = "_until";
    static final String IDLE = "_idle";

    static Head of(SessionDocument document) {
        return new Head(document.version(), document.until(), document.idle());
    }

    static Head of(Map<String, String> members) throws UnreadableDocumentException {
        return new Head(number(members, VERSION), number(members, UNTIL), number(members, IDLE));
    }

    private static long number(Map<String, String> members, String name) throws UnreadableDocumentException {
        var text = members.get(name);
        if (text == null || !text.matches("\\d{1,15}")) {
            throw UnreadableDocumentException.foreign();
        }
        return Long.parseLong(text);
    }

    /** Opens the object; the caller goes on behind a comma. */
    void write(JsonWriter out) {
        out.raw("{\"_version\":")
                .raw(version)
                .raw(",\"_until\":")
                .raw(until)
                .raw(",\"_idle\":")
                .raw(idle);
    }
}
