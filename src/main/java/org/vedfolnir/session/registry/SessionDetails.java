package org.vedfolnir.session.registry;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vedfolnir.session.admin.SessionFacts;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.http.SessionRuntime;

/** The facts about a session that an application may see, from its document. Thread-safe. */
record SessionDetails(SessionRuntime runtime) {

    SessionFacts of(SessionDocument document, long lastAccess) {
        var end = document.idle() == 0 ? Long.MAX_VALUE : lastAccess + document.idle();
        if (document.until() > 0) {
            end = Math.min(end, document.until());
        }
        return new SessionFacts(
                document.handle(),
                document.version(),
                document.createdAt(),
                Instant.ofEpochMilli(lastAccess),
                end == Long.MAX_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(end)),
                scalars(document));
    }

    private Map<String, Object> scalars(SessionDocument document) {
        var scalars = new HashMap<String, Object>();
        var decoded = runtime.components().values().track(document);
        document.attributes().forEach((name, encoded) -> {
            // a serialized object is not even decoded
            var value = encoded.serialized() ? null : decoded.get(name);
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                scalars.put(name, value);
            }
        });
        return scalars;
    }
}
