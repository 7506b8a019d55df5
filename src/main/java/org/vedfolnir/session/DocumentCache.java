package org.vedfolnir.session;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.store.Fingerprint;
import org.vedfolnir.session.store.SessionId;

/**
 * The documents that this node saw last, so that an unchanged session need not be sent again. Never trusted: every request asks
 * the store whether it still holds the very same bytes. Bounded; the document used longest ago goes first. Thread-safe.
 */
final class DocumentCache {

    private final Map<SessionId, Cached> documents;

    /** A document, and what tells the bytes that it was read from or written as. */
    record Cached(SessionDocument document, Fingerprint fingerprint) {}

    DocumentCache(int most) {
        this.documents = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<SessionId, Cached> eldest) {
                return size() > most;
            }
        };
    }

    synchronized @Nullable Cached get(SessionId id) {
        return documents.get(id);
    }

    /** Keeps the newer of two versions, whichever thread comes first. */
    synchronized void put(SessionId id, Cached saved) {
        var kept = documents.get(id);
        if (kept == null || kept.document().version() < saved.document().version()) {
            documents.put(id, saved);
        }
    }

    /** Takes what the store says, also when its version is lower: a failover may have lost the newer one. */
    synchronized void replace(SessionId id, Cached stored) {
        documents.put(id, stored);
    }

    synchronized void remove(SessionId id) {
        documents.remove(id);
    }
}
