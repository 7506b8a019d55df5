package org.vedfolnir.session.admin;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What can be shown of a session. Immutable.
 *
 * @param handle the session's public reference: survives id changes, opens nothing
 * @param version how often it was saved
 * @param createdAt when it was first saved
 * @param lastActivity when it was last used, to the store's touch interval
 * @param expiresAt when it ends if nobody uses it; empty for never
 * @param attributes its attributes that are text, numbers or truth values
 */
public record SessionFacts(
        String handle,
        long version,
        Instant createdAt,
        Instant lastActivity,
        Optional<Instant> expiresAt,
        Map<String, Object> attributes) {

    public SessionFacts {
        attributes = Map.copyOf(attributes);
    }
}
