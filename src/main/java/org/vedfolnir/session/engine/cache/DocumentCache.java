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
 * The documents that this node saw last, so that an unchanged session need not be sent again, those of their parts that were read, and large values
 * that were decoded.
 * Never trusted: every request asks the store whether it still holds the very same save, or was told since. Bounded in number and in bytes.
 * When it is full, the document that came first goes; one that was used since is passed over once (second chance). So a look changes
 * nothing that other threads look at. Thread-safe.
 */
public final class DocumentCache {

    /** Decoded values take half of the bytes at most: documents are for all sessions, and cost a round trip's bytes. */
    private static final int DECODED_SHARE = 2;

    private final ConcurrentHashMap<SessionId, Kept> documents = new ConcurrentHashMap<>();
    /** In the order in which they came. */
    private final LinkedHashSet<Kept> queue = new LinkedHashSet<>();
    /** Those with decoded values, the one whose values came first at the head. */
    private final LinkedHashSet<Kept> withDecoded = new LinkedHashSet<>();

    private final int most;
    private final long mostBytes;
    private long bytes;
    private long decodedBytes;

    private static final class Kept {

        private final SessionId id;
        private volatile CachedDocument document;
        private Map<String, DecodedValue> decoded = Map.of();
        private boolean used; // by whichever thread: one that comes too late costs a session its place, and no more

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

    /** Keeps the newer of two versions, whichever thread comes first. */
    public synchronized void put(SessionId id, CachedDocument saved) {
        var kept = documents.get(id);
        if (kept == null
                || kept.document.document().version() < saved.document().version()) {
            replace(id, saved);
        }
    }

    /** Takes what the store says, also when its version is lower: a failover may have lost the newer one. */
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

    /** Keeps the value of a part that was read, as long as its session is kept and has it. */
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
     * Keeps decoded values of a session that no request is in, as long as its document is kept and those of others leave room.
     *
     * @param values by the names of their attributes; they take the place of those that were kept before
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

    /** Hands over the decoded value of an attribute, which is kept no more; null when there is none of this text. */
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

    /** About how many bytes of the heap this takes now. */
    synchronized long bytes() {
        return bytes;
    }
}
