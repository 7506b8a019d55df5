package org.vedfolnir.session.store;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.NewEvent;

/**
 * One change of a session. Immutable, except for the bytes, which must not be changed.
 *
 * @param id the session's id after the change
 * @param formerId its id before the change, if the change includes another id; null otherwise
 * @param expectedVersion the version that the change is based on; 0 creates the session
 * @param base the tag of the document that the change is based on, which then must still be current;
 *     {@link DocumentTag#NONE} if only its version is known
 * @param document the document of version {@code expectedVersion + 1}
 * @param idle idle timeout in ms; 0 means never
 * @param until absolute end, ms since 1970; 0 means none
 * @param user the session's user after the change; null for none
 * @param formerUser the session's user before the change; null for none
 * @param mostSessions the maximum number of the user's sessions, including this one; 0 for no limit. Checked if the
 *     change gives the session to this user
 * @param handle of the session, which stays when its id changes
 * @param parts the changes of the values beside the document; other values stay, also when the id changes
 * @param authentication whether it changes the container's user of the session, or their roles
 * @param events what to record in the same step, in order
 */
public record SessionWrite(
        SessionId id,
        @Nullable SessionId formerId,
        long expectedVersion,
        DocumentTag base,
        byte[] document,
        long idle,
        long until,
        @Nullable String user,
        @Nullable String formerUser,
        int mostSessions,
        String handle,
        PartChanges parts,
        boolean authentication,
        List<NewEvent> events) {

    public SessionWrite {
        events = List.copyOf(events);
    }

    /** Returns the first version of a session that another program stored, without parts and events. */
    public static SessionWrite adopted(
            SessionId id, byte[] document, long idle, long until, @Nullable String user, String handle) {
        return new SessionWrite(
                id,
                null,
                0,
                DocumentTag.NONE,
                document,
                idle,
                until,
                user,
                null,
                0,
                handle,
                PartChanges.NONE,
                false,
                List.of());
    }

    /**
     * Whether it may revoke rights of a session: the holder of its former id, or its former user, must lose them for
     * good.
     */
    public boolean isOfSecurity() {
        return expectedVersion > 0 && (formerId != null || authentication || !Objects.equals(user, formerUser));
    }

    /** Returns the session's id in the store before this change. */
    public SessionId currentId() {
        return formerId == null ? id : formerId;
    }
}
