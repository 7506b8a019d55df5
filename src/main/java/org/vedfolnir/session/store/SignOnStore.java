package org.vedfolnir.session.store;

import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Stores single sign-ons, each as a document at a key of its own. Safe for use by many threads; each operation is one
 * atomic step in the store and costs one round trip. Each operation throws a {@link StoreUnavailableException} if the
 * store fails.
 *
 * <p>The ids here are digests of the cookies' values and are no credentials.
 */
public interface SignOnStore {

    /**
     * Reads a sign-on.
     *
     * @param known the tag of the caller's document; {@link DocumentTag#NONE} if it has none
     * @param use whether to move its end: it then lives for its idle timeout from now on, within its absolute end
     */
    OpenResult open(SessionId signOn, DocumentTag known, boolean use);

    /**
     * Saves a sign-on if it still has the version that the change is based on, or does not exist for 0. Idempotent.
     *
     * @param expected the version that the document is based on
     * @param idle idle timeout in ms; 0 for never
     * @param until absolute end, ms since 1970; 0 for none
     */
    SaveResult save(SessionId signOn, long expected, byte[] document, long idle, long until);

    /** Removes a sign-on; does nothing if there is none. */
    void remove(SessionId signOn);

    /** Returns the key under which a sign-on is stored, to which its seal is bound. */
    String key(SessionId signOn);
}
