package org.vedfolnir.session.former;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session that another manager stored, decoded. Immutable, except for the values of its attributes.
 *
 * @param lastAccess the time of the last request, by the clock of the node that served it
 * @param idle idle timeout in ms; 0 for never
 * @param attributes by name, without those that {@code unreadable} names
 * @param unreadable why an attribute could not be read, by name
 * @param principal what the container knows of the user, as the other manager stored it; null for none
 * @param authType for example {@code FORM}; null if unknown
 */
public record FormerSession(
        Instant createdAt,
        Instant lastAccess,
        long idle,
        Map<String, Object> attributes,
        Map<String, String> unreadable,
        @Nullable Object principal,
        @Nullable String authType) {

    public FormerSession {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        unreadable = Map.copyOf(unreadable);
    }

    /** @param now the store's clock, ms since 1970 */
    public boolean isExpired(long now) {
        return idle > 0 && lastAccess.toEpochMilli() + idle <= now;
    }
}
