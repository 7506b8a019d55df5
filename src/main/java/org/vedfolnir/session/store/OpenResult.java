package org.vedfolnir.session.store;

import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** The result of opening a session. An outage is a {@link StoreUnavailableException}, never one of these. */
public sealed interface OpenResult {

    /** The caller has the current document; the time is as in {@link StoredSession}. */
    record Unchanged(long lastAccess) implements OpenResult {}

    /** Another document than the caller's. */
    record Changed(StoredSession session) implements OpenResult {}

    /** There is no such session: it ended, expired or never existed. */
    record Gone() implements OpenResult {}

    /** The value at the key is not a document of ours; it is not changed. */
    record Foreign() implements OpenResult {}
}
