package org.vedfolnir.session.store;

import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** What opening a session answers. An outage is a {@link StoreUnavailableException}, never one of these. */
public sealed interface OpenResult {

    /** The caller holds the current document; the time is as in {@link StoredSession}. */
    record Unchanged(long lastAccess) implements OpenResult {}

    /** Another document than the caller's. */
    record Changed(StoredSession session) implements OpenResult {}

    /** There is no such session: it ended, expired or never was. */
    record Gone() implements OpenResult {}

    /** Something lies there that is no document of ours; it is left alone. */
    record Foreign() implements OpenResult {}
}
