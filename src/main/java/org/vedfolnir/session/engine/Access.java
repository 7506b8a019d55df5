package org.vedfolnir.session.engine;

import java.util.Optional;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.store.SessionId;

/** What somebody who asks for a session means to do with it. */
public enum Access {
    /** It may change, and its end moves. */
    USE {
        @Override
        public Optional<OpenedSession> open(SessionEngine engine, SessionId id) throws UnreadableDocumentException {
            return engine.open(id);
        }
    },
    /** Its end moves; a copy that this node trusts is good enough. */
    READ {
        @Override
        public Optional<OpenedSession> open(SessionEngine engine, SessionId id) throws UnreadableDocumentException {
            return engine.openToRead(id);
        }
    },
    /** Its end does not move. */
    LOOK {
        @Override
        public Optional<OpenedSession> open(SessionEngine engine, SessionId id) throws UnreadableDocumentException {
            return engine.look(id);
        }
    };

    public abstract Optional<OpenedSession> open(SessionEngine engine, SessionId id) throws UnreadableDocumentException;
}
