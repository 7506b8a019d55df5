package org.vedfolnir.session.document;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
 * @param authentication who is signed in by the container; null for nobody
 * @param pendingLogin what the container keeps between showing its login form and getting it back, as text that only the container's
 *     side reads; null when no login is under way
 * @param attributes encoded values by name, in the order in which they were set
 * @param sharing whether any attribute is another one's object as well: asked in each request, so looked for once
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

    /** A document that belongs to no single sign-on. */
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
            Map<String, Part> parts) {
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
                parts,
                null);
    }

    private static boolean anyShared(Map<String, EncodedAttribute> attributes) {
        for (var each : attributes.values()) {
            if (each.same() != null) {
                return true;
            }
        }
        return false;
    }

    /** A document that holds all of its attributes. */
    public SessionDocument(
            long version,
            long until,
            long idle,
            String handle,
            Instant createdAt,
            Instant lastActivity,
            @Nullable Authentication authentication,
            @Nullable String pendingLogin,
            Map<String, EncodedAttribute> attributes) {
        this(version, until, idle, handle, createdAt, lastActivity, authentication, pendingLogin, attributes, Map.of());
    }

    /** The numbers of its parts. */
    public List<Integer> partNumbers() {
        return parts.values().stream().map(Part::number).toList();
    }

    /** The same session with other attributes. */
    public SessionDocument with(Map<String, EncodedAttribute> inside, Map<String, Part> beside) {
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
