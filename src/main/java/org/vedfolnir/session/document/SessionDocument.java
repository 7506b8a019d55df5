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
 * @param version counts saves; 0 was never saved
 * @param until absolute end, ms since 1970; 0 for none
 * @param idle idle timeout in ms; 0 for never
 * @param handle the public reference of the session: survives id changes, opens nothing
 * @param authentication the user that the container has authenticated; null when there is none
 * @param pendingLogin what the container keeps between showing its login form and getting it back, as text that only the container's
 *     side reads; null when no login is under way
 * @param attributes encoded values by name, in the order in which they were set
 * @param sharing whether any attribute is another one's object as well: each request needs it, so it is found out once
 * @param parts the attributes that lie beside the document, by name; none of them is in {@code attributes}
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
        sharing = anyShared(attributes); // whatever was given
    }

    /** Finds out about {@code sharing} itself. */
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

    /** A session that begins now, without a user and without attributes. */
    public static SessionDocument begin(long until, long idle, String handle, Instant now) {
        return new SessionDocument(0, until, idle, handle, now, now, null, null, Map.of(), Map.of(), null);
    }

    /** The same session as of another save. */
    public SessionDocument withVersion(long another) {
        return new SessionDocument(
                another,
                until,
                idle,
                handle,
                createdAt,
                lastActivity,
                authentication,
                pendingLogin,
                attributes,
                parts,
                signOn);
    }

    /** The same session with another user; with none for null. */
    public SessionDocument withAuthentication(@Nullable Authentication another) {
        return new SessionDocument(
                version,
                until,
                idle,
                handle,
                createdAt,
                lastActivity,
                another,
                pendingLogin,
                attributes,
                parts,
                signOn);
    }

    /** The same session with other attributes, all of which the document holds. */
    public SessionDocument withAttributes(Map<String, EncodedAttribute> others) {
        return withAttributes(others, Map.of());
    }

    /** The same session with other attributes, some of which lie beside the document. */
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
