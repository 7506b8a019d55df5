package org.vedfolnir.session.cli.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.StoredSession;

/**
 * A session as a command shows it. Immutable.
 *
 * @param document null if it cannot be read here
 * @param problem why it cannot be read; empty if it can
 * @param user null if there is none
 */
record SessionRow(
        SessionId id,
        StoredSession stored,
        @Nullable SessionDocument document,
        String problem,
        @Nullable String user) {

    String reference() {
        return id.reference();
    }

    /** Returns the time since its last use. */
    Duration idle() {
        return Duration.ofMillis(Math.max(0, stored.now() - stored.lastAccess()));
    }

    Instant lastUsed() {
        return Instant.ofEpochMilli(stored.lastAccess());
    }

    /** Returns the time left if it is not used, in ms; {@code Long.MAX_VALUE} if it never ends, or if that cannot be read. */
    long left() {
        if (document == null) {
            return Long.MAX_VALUE;
        }
        var end = document.idle() == 0 ? Long.MAX_VALUE : stored.lastAccess() + document.idle();
        if (document.until() > 0) {
            end = Math.min(end, document.until());
        }
        return end == Long.MAX_VALUE ? end : Math.max(0, end - stored.now());
    }

    /** Returns the bytes of its document, and of the values beside it. */
    long size() {
        var bytes = (long) stored.document().length;
        if (document != null) {
            for (var part : document.parts().values()) {
                bytes += part.size();
            }
        }
        return bytes;
    }

    /** Returns its members as JSON; without values and without its id. */
    Map<String, @Nullable Object> members() {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("reference", reference());
        members.put("user", user);
        members.put("last_used", lastUsed().toString());
        members.put("idle_seconds", idle().toSeconds());
        members.put("bytes", size());
        members.put("version", stored.version());
        if (document == null) {
            members.put("problem", problem);
        } else {
            members.put("handle", document.handle());
            members.put("created", document.createdAt().toString());
            members.put("left_seconds", left() == Long.MAX_VALUE ? null : left() / 1000);
        }
        return members;
    }
}
