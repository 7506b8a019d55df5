package org.vedfolnir.session.document;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/**
 * A session as the store keeps it. Immutable.
 *
 * @param version the number of saves; 0 if it was never saved
 * @param until absolute end, ms since 1970; 0 for none
 * @param idle idle timeout in ms; 0 for never
 * @param handle the public reference of the session: survives id changes and is no credential
 * @param authentication the user whom the container has authenticated; null if there is none
 * @param pendingLogin what the container keeps between showing its login form and receiving it, as text that only the
 *     container's side reads; null if no login is in progress
 * @param attributes encoded values by name, in the order in which they were set
 * @param sharing whether any attribute shares its object with another; computed once, since each request needs it
 * @param parts the attributes that are stored beside the document, by name; none of them is in {@code attributes}
 * @param signOn the single sign-on that the session belongs to, and ends with; null for none
 */
public record SessionDocument(
        long version,
        long until,
        long idle,
        String handle,
        Instant createdAt,
        Instant lastActivity,
        @Nullable Authentication authentication,
        @Nullable String pendingLogin,
        Map<String, EncodedAttribute> attributes,
        boolean sharing,
        Map<String, Part> parts,
        @Nullable String signOn) {

    public SessionDocument {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        parts = Map.copyOf(parts);
        sharing = anyShared(attributes); // ignores the given value
    }

    /** Computes {@code sharing} from the attributes. */
    public SessionDocument(
            long version,
            long until,
            long idle,
            String handle,
            Instant createdAt,
            Instant lastActivity,
            @Nullable Authentication authentication,
            @Nullable String pendingLogin,
            Map<String, EncodedAttribute> attributes,
            Map<String, Part> parts,
            @Nullable String signOn) {
        this(
                version,
                until,
                idle,
                handle,
                createdAt,
                lastActivity,
                authentication,
                pendingLogin,
                attributes,
                false,
                parts,
                signOn);
    }

    private static boolean anyShared(Map<String, EncodedAttribute> attributes) {
        for (var each : attributes.values()) {
            if (each.same() != null) {
                return true;
            }
        }
        return false;
    }

    /** Returns a session that begins now, without a user and without attributes. */
    public static SessionDocument begin(long until, long idle, String handle, Instant now) {
        return new SessionDocument(0, until, idle, handle, now, now, null, null, Map.of(), Map.of(), null);
    }

    /** Returns the same session with other attributes, which are inside or beside the document. */
    public SessionDocument withAttributes(Map<String, EncodedAttribute> inside, Map<String, Part> beside) {
        return new SessionDocument(
                version,
                until,
                idle,
                handle,
                createdAt,
                lastActivity,
                authentication,
                pendingLogin,
                inside,
                beside,
                signOn);
    }
}
