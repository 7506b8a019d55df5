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
        public FormerHash hash(String key, SessionId id) {
            return new FormerHash.None();
        }

        @Override
        public Claim claim(String key, SessionWrite write) {
            return new Claim.Lost();
        }

        @Override
        public void release(String key, SessionId id) {
            // there is none
        }

        @Override
        public SaveResult begin(SessionWrite write, long since) {
            return new SaveResult.Gone();
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

        /** Somebody claimed the session for this id a moment ago and removed the hash, so the session may be here. */
        record Taken() implements FormerHash {}

        /** No hash, or one whose session was claimed for another id, or more than a moment ago. */
        record None() implements FormerHash {}
    }

    /** The result of claiming a session of another manager. */
    sealed interface Claim {
        /** @param since when the session was claimed for this id, ms since 1970, by the clock of its hash */
        record Held(long since) implements Claim {}

        /** It was claimed for another id, or more than a moment ago. */
        record Lost() implements Claim {}

        /** The user has as many sessions as allowed: nothing was claimed. */
        record Full(SaveResult.Full limit) implements Claim {}
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

    /**
     * Reads the hash in which another manager has a session. Removes one whose session was claimed more than a moment
     * ago: a node of that manager wrote it since, and it must not outlive the claim.
     *
     * @param id under which the session is stored here
     */
    FormerHash hash(String key, SessionId id);

    /**
     * Claims the session of a hash for one id, so that no node takes it over again after it has ended here, under that
     * id or another, whatever its manager writes to the hash later. A claim is kept for a day, and as long as the hash
     * has to live. It may be repeated for a moment, in case the one who made it failed before the session was here.
     *
     * @param write with which the session will begin
     */
    Claim claim(String key, SessionWrite write);

    /** Gives back a claim, of a session that certainly has not begun here. */
    void release(String key, SessionId id);

    /**
     * Stores the first document of a session, unless anything is at its key: another document, or the tombstone of one.
     *
     * @param since when this session could have begun for the first time, by the store's clock: if that is more than a
     *     moment ago, it may have begun and ended since, and nothing is stored
     * @return whether the same document is there now, or the user has as many sessions as allowed; otherwise {@link
     *     SaveResult.Gone}
     */
    SaveResult begin(SessionWrite write, long since);

    /** Removes the hash of another manager. */
    void discard(String key);
}
