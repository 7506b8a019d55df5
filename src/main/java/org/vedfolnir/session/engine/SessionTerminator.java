package org.vedfolnir.session.engine;

import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.store.SessionId;

/** Ends sessions of others for the engine, and tells their listeners. Thread-safe. */
public interface SessionTerminator {

    void end(SessionId id, SessionDocument document, EndReason reason);

    /** One that this node cannot read, so that there are no listeners to tell. */
    void end(SessionId id, EndReason reason);
}
