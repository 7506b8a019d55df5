package org.vedfolnir.session.engine;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.engine.cache.CachedDocument;
import org.vedfolnir.session.engine.cache.DocumentCache;
import org.vedfolnir.session.store.SessionId;

/**
 * This node's copies of sessions: those at hand, and those of them that are trusted. Thread-safe.
 *
 * @param trusted null when each request asks the store
 * @param key under which a session lies
 */
record SessionCopies(DocumentCache cache, @Nullable TrackedReads trusted, Function<SessionId, String> key) {

    @Nullable
    CachedDocument get(SessionId id) {
        return cache.get(id);
    }

    /** What this node has saved. */
    void put(SessionId id, CachedDocument saved) {
        cache.put(id, saved);
        distrust(id);
    }

    void forget(SessionId id) {
        cache.remove(id);
        distrust(id);
    }

    /** This node does not wait for the message about a change of its own: an older answer may still be under way. */
    private void distrust(SessionId id) {
        if (trusted != null) {
            trusted.changed(key.apply(id));
        }
    }
}
