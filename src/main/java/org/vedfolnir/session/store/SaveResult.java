package org.vedfolnir.session.store;

import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** The result of saving a session. An outage is a {@link StoreUnavailableException}, never one of these. */
public sealed interface SaveResult {

    /** Saved, with its events; {@code now} is the store's clock in ms since 1970. */
    record Saved(long now) implements SaveResult {}

    /** Ended meanwhile, or never existed: it is not restored, and no event was recorded. */
    record Gone() implements SaveResult {}

    /**
     * The user has as many sessions as {@link SessionWrite#mostSessions} allows: nothing was written.
     *
     * @param oldest the least recently used of these sessions
     * @param document its document
     */
    record Full(SessionId oldest, byte[] document) implements SaveResult {}

    /** Another save came first: nothing was written. Merge into {@code current} and save again. */
    record Stale(StoredSession current) implements SaveResult {}
}
