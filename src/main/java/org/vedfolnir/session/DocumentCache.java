package org.vedfolnir.session;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.EncodedAttribute;
import org.vedfolnir.session.document.Part;
import org.vedfolnir.session.store.SessionId;

/**
 * The documents that this node saw last, so that an unchanged session need not be sent again, and those of their parts that were read.
 * Never trusted: every request asks the store whether it still holds the very same bytes. Bounded in number and in bytes; the document used
 * longest ago goes first, with its parts. Thread-safe.
 */
final class DocumentCache {

    // one lock for all: see the figures in docs/decisions.md
    private final LinkedHashMap<SessionId, CachedDocument> documents = new LinkedHashMap<>(64, 0.75f, true);
    private final int most;
    private final long mostBytes;
    private long bytes;

    DocumentCache(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    synchronized @Nullable CachedDocument get(SessionId id) {
        return documents.get(id);
    }

    /** Keeps the newer of two versions, whichever thread comes first. */
    synchronized void put(SessionId id, CachedDocument saved) {
        var kept = documents.get(id);
        if (kept == null || kept.document().version() < saved.document().version()) {
            replace(id, saved);
        }
    }

    /** Takes what the store says, also when its version is lower: a failover may have lost the newer one. */
    synchronized void replace(SessionId id, CachedDocument stored) {
        var before = documents.get(id);
        keep(id, before == null ? stored : stored.with(before.values()));
    }

    /** Keeps the value of a part that was read, as long as its session is kept and has it. */
    synchronized void add(SessionId id, Part part, EncodedAttribute value) {
        var kept = documents.get(id);
        if (kept != null) {
            keep(id, kept.with(Map.of(part.digest(), value)));
        }
    }

    private void keep(SessionId id, CachedDocument next) {
        forget(id);
        documents.put(id, next);
        bytes += next.bytes();
        var eldest = documents.entrySet().iterator();
        while (documents.size() > most || bytes > mostBytes) {
            bytes -= eldest.next().getValue().bytes();
            eldest.remove();
        }
    }

    private void forget(SessionId id) {
        var before = documents.remove(id);
        bytes -= before == null ? 0 : before.bytes();
    }

    synchronized void remove(SessionId id) {
        forget(id);
    }

    synchronized void clear() {
        documents.clear();
        bytes = 0;
    }

    /** About how many bytes of the heap this takes now. */
    synchronized long bytes() {
        return bytes;
    }
}
