package org.vedfolnir.session.engine;

import java.util.Optional;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.store.SessionId;

/** What a request intends to do with the session that it opens. */
public enum Access {
    /** The session may change, and its end moves. */
    USE {
        @Override
        public Optional<OpenedSession> open(SessionEngine engine, SessionId id) throws UnreadableDocumentException {
            return engine.open(id);
        }
    },
    /** The session's end moves; a copy that this node trusts suffices. */
    READ {
        @Override
        public Optional<OpenedSession> open(SessionEngine engine, SessionId id) throws UnreadableDocumentException {
            return engine.openToRead(id);
        }
    },
    /** The session's end does not move. */
    PEEK {
        @Override
        public Optional<OpenedSession> open(SessionEngine engine, SessionId id) throws UnreadableDocumentException {
            return engine.peek(id);
        }
    };

    public abstract Optional<OpenedSession> open(SessionEngine engine, SessionId id) throws UnreadableDocumentException;
}
