package org.vedfolnir.session.admin;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What an application can show of a session. Immutable.
 *
 * @param handle the session's public reference: survives id changes and is no credential
 * @param version how often it was saved
 * @param createdAt when it was first saved
 * @param lastActivity when it was last used, to the precision of the store's touch interval
 * @param expiresAt when it expires if it is not used; empty for never
 * @param attributes its text, number and boolean attributes
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
