package org.vedfolnir.session.store;

import java.util.Optional;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Values at sessions' keys that are not documents of ours, and their adoption. Safe for use by many threads; each
 * operation is one atomic step and costs one round trip. Each operation throws a {@link StoreUnavailableException} if
 * the store fails.
 */
public interface ForeignSessions {

    /** For a store to which no other program writes. */
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

    /**
     * Returns the value at a session's key for which {@link SessionStore#open} returns {@code Foreign}; empty if there
     * is none, or if it is not text.
     */
    Optional<byte[]> value(SessionId id);

    /**
     * Replaces a foreign value with a document, if the value is still the same. Does not shorten its remaining time.
     *
     * @param foreign the value that the document was made from
     * @return whether the document is there now; false if something else is
     */
    boolean adopt(byte[] foreign, SessionWrite write);
}
