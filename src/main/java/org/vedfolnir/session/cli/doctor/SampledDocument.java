package org.vedfolnir.session.cli.doctor;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.vedfolnir.session.store.SessionId;

/**
 * A session's document as it is stored in Redis.
 *
 * @param expiries the index that its entry is in, if it belongs to this application
 * @param left until its key ends, in ms; -1 for never
 */
record SampledDocument(Server server, String key, SessionId id, String expiries, long left, byte[] document) {

    private static final Pattern HEAD =
            Pattern.compile("^\\{\"_version\":[1-9]\\d{0,14},\"_until\":(\\d{1,15}),\"_idle\":(\\d{1,15}),");

    /** Whether it has a document's first members, which are never sealed. */
    boolean isDocument() {
        return HEAD.matcher(beginning()).find();
    }

    /** Whether its key never ends although its session does. */
    boolean isWithoutEnd() {
        var head = HEAD.matcher(beginning());
        return left == -1
                && head.find()
                && !(head.group(1).equals("0") && head.group(2).equals("0"));
    }

    private String beginning() {
        return new String(document, 0, Math.min(120, document.length), StandardCharsets.ISO_8859_1);
    }
}
