package org.vedfolnir.session.adoption;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.engine.SessionEngine;
import org.vedfolnir.session.engine.UserOf;
import org.vedfolnir.session.engine.part.PartPlan;
import org.vedfolnir.session.engine.part.SessionTooLargeException;
import org.vedfolnir.session.engine.part.SizeLimit;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.former.FormerSession;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionWrite;

/**
 * The writes with which sessions of another manager begin here, with parts, limits and an event as any other session.
 * Thread-safe.
 *
 * @param user returns the user of a document
 * @param begun creates the event, given handle and user of the session
 * @param keyPrefix of the sessions, to which documents are bound
 */
public record FormerWrites(
        FormerDocuments documents,
        DocumentCodec codec,
        SessionEngine.Limits limits,
        UserOf user,
        BiFunction<String, @Nullable String, NewEvent> begun,
        String keyPrefix) {

    /**
     * Returns the first version of the session, under this id.
     *
     * @throws SessionTooLargeException if the session is too large
     */
    public SessionWrite write(SessionId id, FormerSession former) {
        var whole = documents.document(former);
        var planned = PartPlan.of(whole, Map.of(), limits.part(), codec);
        SizeLimit.check(planned.document(), empty(whole), whole.attributes(), limits.session());
        var document = planned.document();
        var owner = user.of(whole);
        return new SessionWrite(
                id,
                null,
                0,
                DocumentTag.NONE,
                codec.encode(document, keyPrefix + id.value()),
                document.idle(),
                document.until(),
                owner,
                null,
                owner == null ? 0 : limits.sessionsPerUser(),
                document.handle(),
                planned.changes(codec),
                false,
                List.of(begun.apply(document.handle(), owner)));
    }

    private static SessionDocument empty(SessionDocument of) {
        return of.withAttributes(Map.of(), Map.of());
    }
}
