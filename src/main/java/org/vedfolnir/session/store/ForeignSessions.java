package org.vedfolnir.session.store;

import java.util.Map;
import java.util.Optional;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Sessions that other programs stored: values at sessions' keys that are not documents of ours, and hashes of another
 * manager at keys of its own. Safe for use by many threads; each operation is one atomic step and costs one round trip.
 * Each operation throws a {@link StoreUnavailableException} if the store fails.
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

        @Override
        public FormerHash hash(String key) {
            return new FormerHash.None();
        }

        @Override
        public boolean claim(String key) {
            return false;
        }

        @Override
        public boolean begin(SessionWrite write) {
            return false;
        }

        @Override
        public void discard(String key) {
            // there is none
        }
    };

    /** What is at the key of another manager's session. */
    sealed interface FormerHash {
        /** @param fields at least one */
        record Fields(Map<String, byte[]> fields) implements FormerHash {}

        /** Somebody claimed the session a moment ago and removed the hash, so the session may be here. */
        record Taken() implements FormerHash {}

        /** No hash, or one whose session was claimed more than a moment ago. */
        record None() implements FormerHash {}
    }

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

    /** Reads the hash in which another manager has a session. */
    FormerHash hash(String key);

    /**
     * Claims the session of a hash, so that no node takes it over again after it has ended here, whatever its manager
     * writes to the hash later. A claim is kept for a day. It may be repeated for a moment, in case the one who made it
     * failed before the session was here.
     *
     * @return false if it was claimed more than a moment ago
     */
    boolean claim(String key);

    /**
     * Stores the first document of a session, unless anything is at its key: another document, or the tombstone of one.
     *
     * @return whether the document is there now
     */
    boolean begin(SessionWrite write);

    /** Removes the hash of another manager. */
    void discard(String key);
}
