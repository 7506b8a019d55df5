package org.vedfolnir.session.engine.part;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/**
 * Measures a session: names and values of its attributes as they are encoded, parts included. A character counts as a
 * byte.
 */
public final class SizeLimit {

    private SizeLimit() {}

    static long of(SessionDocument document) {
        var size = 0L;
        for (var attribute : document.attributes().entrySet()) {
            size += attribute.getKey().length() + attribute.getValue().json().length();
        }
        for (var part : document.parts().entrySet()) {
            size += part.getKey().length() + part.getValue().size();
        }
        return size;
    }

    /**
     * Rejects a change that makes a session too large. A change that makes it smaller is accepted, however large it
     * still is.
     *
     * @param written what is changed; the message names the largest of it
     * @param largest in bytes; 0 for any
     */
    public static void check(
            SessionDocument next,
            SessionDocument before,
            Map<String, @Nullable EncodedAttribute> written,
            long largest) {
        var size = largest == 0 ? 0 : of(next);
        if (size > largest && size > of(before)) {
            var name = "";
            var most = 0L;
            for (var each : written.entrySet()) {
                var value = each.getValue();
                if (value != null && value.json().length() >= most) {
                    name = each.getKey();
                    most = value.json().length();
                }
            }
            throw SessionTooLargeException.session(name, most, size, largest);
        }
    }
}
