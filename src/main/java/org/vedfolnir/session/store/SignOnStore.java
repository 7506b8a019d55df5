package org.vedfolnir.session.store;

import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Where single sign-ons live, each a document at a key of its own. Safe for use by many threads; each operation is one atomic step in the
 * store and costs one round trip. Every operation throws {@link StoreUnavailableException} when the store fails.
 *
 * <p>What names a sign-on here is a digest of what its cookie holds: it opens nothing.
 */
public interface SignOnStore {

    /**
     * Reads a sign-on.
     *
     * @param known of the document that the caller holds; {@link DocumentTag#NONE} when it holds none
     * @param use whether its end moves: it lives for its idle timeout from now on, within its absolute end
     */
    OpenResult open(SessionId signOn, DocumentTag known, boolean use);

    /**
     * Saves a sign-on if it still is at the version that the change builds on, or is not there for 0. Saving twice is saving once.
     *
     * @param expected the version that the document builds on
     * @param idle idle timeout in ms; 0 for never
     * @param until absolute end, ms since 1970; 0 for none
     */
    SaveResult save(SessionId signOn, long expected, byte[] document, long idle, long until);

    /** Removes a sign-on; nothing when there is none. */
    void remove(SessionId signOn);

    /** The key under which a sign-on lies: a seal is bound to it. */
    String key(SessionId signOn);
}
