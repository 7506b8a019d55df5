package org.vedfolnir.session.store;

import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** What saving a session answers. An outage is a {@link StoreUnavailableException}, never one of these. */
public sealed interface SaveResult {

    /** Saved, with its events; {@code now} is the store's clock in ms since 1970. */
    record Saved(long now) implements SaveResult {}

    /** Ended meanwhile, or never was: it is not brought back, and no event was recorded. */
    record Gone() implements SaveResult {}

    /**
     * The user has as many sessions as {@link SessionWrite#mostSessions} allows: nothing was written.
     *
     * @param oldest the one of them that was not used for the longest time
     * @param document its document
     */
    record Full(SessionId oldest, byte[] document) implements SaveResult {}

    /** Another request was faster: nothing was written. Merge into {@code current} and save again. */
    record Stale(StoredSession current) implements SaveResult {}
}
