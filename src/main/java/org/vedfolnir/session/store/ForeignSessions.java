package org.vedfolnir.session.store;

import java.util.Optional;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Values at sessions' keys that are no documents of ours, and become some. Safe for use by many threads; each operation is one atomic step and
 * costs one round trip. Every operation throws {@link StoreUnavailableException} when the store fails.
 */
public interface ForeignSessions {

    /** A store in which nobody else writes. */
    ForeignSessions NONE = new ForeignSessions() {
        @Override
        public Optional<byte[]> value(SessionId id) {
            return Optional.empty();
        }

        @Override
        public boolean adopt(byte[] foreign, SessionWrite write) {
            return false;
        }
    };

    /** The value at a session's key for which {@link SessionStore#open} answers {@code Foreign}; empty when there is none, or it is no text. */
    Optional<byte[]> value(SessionId id);

    /**
     * Puts a document in the place of a foreign value, if that still is the same. The time that it has left is not cut.
     *
     * @param foreign of the value that the document was made from
     * @return whether the document is there now; false when something else is
     */
    boolean adopt(byte[] foreign, SessionWrite write);
}
