package org.vedfolnir.session.engine;

import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.store.SessionId;

/** Ends sessions of other requests for the engine, and notifies their listeners. Thread-safe. */
public interface SessionTerminator {

    void end(SessionId id, SessionDocument document, EndReason reason);

    /** Ends a session that this node cannot read, so it has no listeners to notify. */
    void end(SessionId id, EndReason reason);
}
