package org.vedfolnir.session.http;

import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.engine.SessionTerminator;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.SessionId;

/**
 * Ends sessions for the engine, and notifies this node's listeners if it has the document. Thread-safe.
 *
 * @param runtime of these sessions
 */
record LiveSessionTerminator(SessionRuntime runtime) implements SessionTerminator {

    @Override
    public void end(SessionId id, SessionDocument document, EndReason reason) {
        new VedfolnirSession(runtime, id, document, document.lastActivity().toEpochMilli()).end(reason);
    }

    @Override
    public void end(SessionId id, EndReason reason) {
        runtime.persistence().end(id, runtime.events().event(new SessionEvent.Ended(reason), null, null));
    }
}
