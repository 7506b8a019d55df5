package org.vedfolnir.session.engine;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.engine.cache.CachedDocument;
import org.vedfolnir.session.engine.cache.DocumentCache;
import org.vedfolnir.session.store.SessionId;

/**
 * This node's copies of sessions: the cache, and the copies in it that are trusted. Thread-safe.
 *
 * @param trusted null if every request asks the store
 * @param key the key under which a session is stored
 */
record SessionCopies(DocumentCache cache, @Nullable TrackedReads trusted, Function<SessionId, String> key) {

    @Nullable
    CachedDocument get(SessionId id) {
        return cache.get(id);
    }

    /** Keeps what this node has saved. */
    void put(SessionId id, CachedDocument saved) {
        cache.put(id, saved);
        distrust(id);
    }

    void forget(SessionId id) {
        cache.remove(id);
        distrust(id);
    }

    /** Does not wait for the invalidation message about this node's own change: an older reply may still be in flight. */
    private void distrust(SessionId id) {
        if (trusted != null) {
            trusted.changed(key.apply(id));
        }
    }
}
