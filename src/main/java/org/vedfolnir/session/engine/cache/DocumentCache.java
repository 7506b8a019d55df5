package org.vedfolnir.session.engine.cache;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Part;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.store.SessionId;

/**
 * The documents that this node saw last, those of their parts that were read, and large decoded values. With it, the
 * store need not send an unchanged session again. The cache alone is never trusted: each request asks the store whether
 * this revision is current, or relies on invalidation messages. Limited in number and in bytes. If it is full, the
 * oldest document is evicted; one that was used since is passed over once (second chance). So a read changes no state
 * that threads share. Thread-safe.
 */
public final class DocumentCache {

    /** Decoded values take at most half of the bytes: documents serve all sessions, and save the transfer from the store. */
    private static final int DECODED_SHARE = 2;

    private final ConcurrentHashMap<SessionId, Kept> documents = new ConcurrentHashMap<>();
    /** Oldest first. */
    private final LinkedHashSet<Kept> queue = new LinkedHashSet<>();
    /** The documents with decoded values, oldest values first. */
    private final LinkedHashSet<Kept> withDecoded = new LinkedHashSet<>();

    private final int most;
    private final long mostBytes;
    private long bytes;
    private long decodedBytes;

    private static final class Kept {

        private final SessionId id;
        private volatile CachedDocument document;
        private Map<String, DecodedValue> decoded = Map.of();
        private boolean used; // written without a lock: a lost write at most evicts a session too early

        Kept(SessionId id, CachedDocument document) {
            this.id = id;
            this.document = document;
        }

        private long decodedBytes() {
            var all = 0L;
            for (var value : decoded.values()) {
                all += value.bytes();
            }
            return all;
        }
    }

    public DocumentCache(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    @Nullable
    public CachedDocument get(SessionId id) {
        var kept = documents.get(id);
        if (kept == null) {
            return null;
        }
        if (!kept.used) {
            kept.used = true;
        }
        return kept.document;
    }

    /** Keeps the newer of two versions, in whichever order threads put them. */
    public synchronized void put(SessionId id, CachedDocument saved) {
        var kept = documents.get(id);
        if (kept == null
                || kept.document.document().version() < saved.document().version()) {
            replace(id, saved);
        }
    }

    /** Takes what the store returned, even if its version is lower: a failover may have lost the newer one. */
    public synchronized void replace(SessionId id, CachedDocument stored) {
        var kept = documents.get(id);
        if (kept == null) {
            add(new Kept(id, stored));
        } else {
            keep(kept, stored.with(kept.document.values()));
        }
    }

    private void add(Kept fresh) {
        if (most < 1 || fresh.document.bytes() > mostBytes) {
            return;
        }
        makeRoom(1, fresh.document.bytes());
        documents.put(fresh.id, fresh);
        queue.add(fresh);
        bytes += fresh.document.bytes();
    }

    /** Keeps a part that was read, as long as its session is cached and has it. */
    public synchronized void add(SessionId id, Part part, EncodedAttribute value) {
        var kept = documents.get(id);
        if (kept != null) {
            keep(kept, kept.document.with(Map.of(part.digest(), value)));
        }
    }

    private void keep(Kept kept, CachedDocument next) {
        bytes += next.bytes() - kept.document.bytes();
        kept.document = next;
        kept.used = true;
        makeRoom(0, 0);
    }

    /**
     * Keeps decoded values of a session that no request uses, if its document is cached and the values of others leave
     * room.
     *
     * @param values by attribute name; they replace those kept before
     */
    public synchronized void rest(SessionId id, Map<String, DecodedValue> values) {
        var kept = documents.get(id);
        if (kept != null) {
            decoded(kept, values);
            while (decodedBytes > mostBytes / DECODED_SHARE) {
                decoded(withDecoded.iterator().next(), Map.of());
            }
            makeRoom(0, 0);
        }
    }

    private void decoded(Kept kept, Map<String, DecodedValue> values) {
        countDecoded(-kept.decodedBytes());
        withDecoded.remove(kept);
        kept.decoded = values;
        countDecoded(kept.decodedBytes());
        if (!values.isEmpty()) {
            withDecoded.add(kept);
        }
    }

    private void countDecoded(long more) {
        decodedBytes += more;
        bytes += more;
    }

    /** Removes and returns the decoded value of an attribute; null if none is kept for this text. */
    public synchronized @Nullable Object take(SessionId id, String name, EncodedAttribute text) {
        var kept = documents.get(id);
        var value = kept == null ? null : kept.decoded.get(name);
        if (kept == null || value == null) {
            return null;
        }
        var rest = new HashMap<>(kept.decoded);
        rest.remove(name);
        decoded(kept, rest);
        return value.isOf(text) ? value.value() : null;
    }

    private void makeRoom(int moreDocuments, long moreBytes) {
        while (!documents.isEmpty() && (documents.size() + moreDocuments > most || bytes + moreBytes > mostBytes)) {
            var first = queue.iterator().next();
            if (first.used && documents.size() > 1) {
                first.used = false;
                queue.remove(first);
                queue.add(first);
            } else {
                forget(first);
            }
        }
    }

    private void forget(Kept kept) {
        decoded(kept, Map.of());
        documents.remove(kept.id);
        queue.remove(kept);
        bytes -= kept.document.bytes();
    }

    public synchronized void remove(SessionId id) {
        var kept = documents.get(id);
        if (kept != null) {
            forget(kept);
        }
    }

    public synchronized void clear() {
        documents.clear();
        queue.clear();
        withDecoded.clear();
        bytes = 0;
        decodedBytes = 0;
    }

    public synchronized CacheUse use() {
        return new CacheUse(documents.size(), bytes);
    }

    /** The approximate heap size of the cache, in bytes. */
    synchronized long bytes() {
        return bytes;
    }
}
