package org.vedfolnir.session.store;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.NewEvent;

/**
 * One change of a session. Immutable, but for the bytes, which nobody may change.
 *
 * @param id the session's id from now on
 * @param formerId its id until now, when the same step changes it; null otherwise
 * @param expectedVersion the version that the change builds on; 0 creates the session
 * @param base of the document that the change builds on, which then must still be there; {@link DocumentTag#NONE} when only its version is
 *     known
 * @param document the document of version {@code expectedVersion + 1}
 * @param idle idle timeout in ms; 0 means never
 * @param until absolute end, ms since 1970; 0 means none
 * @param user whose session it is from now on; null for nobody's
 * @param formerUser whose session it was until now; null for nobody's
 * @param mostSessions how many sessions the user may have with this one; 0 for any. Asked for when the session becomes the user's
 * @param handle of the session, which stays when its id changes
 * @param parts what becomes of the values beside the document; those that are not named stay, also when the id changes
 * @param authentication whether it changes who is signed in by the container, or their roles
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

    /** Whether it may take rights away that a session has: whoever has its id before, or was its user, must lose them for good. */
    public boolean isOfSecurity() {
        return expectedVersion > 0 && (formerId != null || authentication || !Objects.equals(user, formerUser));
    }

    /** The id under which the session lies before this change. */
    public SessionId currentId() {
        return formerId == null ? id : formerId;
    }
}
