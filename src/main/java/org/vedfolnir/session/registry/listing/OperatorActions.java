package org.vedfolnir.session.registry.listing;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.engine.Printable;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.http.runtime.OperatorRequest;
import org.vedfolnir.session.store.SessionId;

/** What an operator does to sessions from the container's console. Each action is logged and recorded with the operator's name. Thread-safe. */
record OperatorActions(SessionRuntime runtime) {

    /** In ms: by so much a node's estimate of the store's clock may be off. */
    private static final long IMPRECISION = 50;

    private static final System.Logger LOG = System.getLogger(OperatorActions.class.getName());

    /** @return whether this call ended it */
    boolean end(SessionId id) {
        var session = runtime.opener().peekAt(id);
        return session != null && session.end(EndReason.ENDED_BY_OPERATOR);
    }

    /** @param lastUse ms since 1970 by the store's clock, as it was when the operator decided */
    void endUnlessUsedSince(SessionId id, long lastUse) {
        var session = runtime.opener().peekAt(id);
        if (session != null && session.getLastAccessedTimeInternal() <= lastUse + IMPRECISION) {
            session.end(EndReason.ENDED_BY_OPERATOR);
        }
    }

    /** @return whether it had the attribute */
    boolean remove(SessionId id, String name) {
        var session = runtime.opener().peekAt(id);
        if (session == null || !has(session.document(), name)) {
            return false;
        }
        session.removeAttribute(name);
        session.record(new SessionEvent.AttributeRemoved(name));
        session.commit();
        LOG.log(
                System.Logger.Level.INFO,
                "{0} removed the attribute {1} of {2}.",
                OperatorRequest.operator(),
                Printable.name(name),
                id);
        return true;
    }

    static boolean has(SessionDocument document, String name) {
        return document.attributes().containsKey(name) || document.parts().containsKey(name);
    }

    /** Returns the user of a session by name: whom the container has signed in, else whom the application names; null for none. */
    static @Nullable Principal user(SessionDocument document, SessionRuntime runtime) {
        var authentication = document.authentication();
        var name = authentication != null
                ? authentication.name()
                : runtime.components().values().userOf(document);
        return name == null ? null : new NamedUser(name);
    }

    private record NamedUser(String getName) implements Principal {}
}
