package org.vedfolnir.session.local;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When sessions were last used on this node, by handle. They make {@code getLastAccessedTime} exact although the store
 * records a use only once in its touch interval. Bounded: evicts the least recently used half at once. All times are by
 * the store's clock, ms since 1970. Thread-safe.
 */
public final class LastAccessTimes {

    /** Two readings of the store's clock may differ by so many ms. */
    private static final long INEXACT = 10;

    private final int most;
    private volatile ConcurrentHashMap<String, Use> recent = new ConcurrentHashMap<>();
    private volatile ConcurrentHashMap<String, Use> former = new ConcurrentHashMap<>();

    /**
     * @param lastAccess what the next request gets as its session's last access
     * @param ended when the request ended
     */
    private record Use(long lastAccess, long ended) {}

    public LastAccessTimes(int most) {
        this.most = most;
    }

    public void add(String handle, long lastAccess, long ended) {
        var uses = recent;
        uses.put(handle, new Use(lastAccess, ended));
        if (uses.mappingCount() > most / 2) {
            retire(uses);
        }
    }

    private synchronized void retire(ConcurrentHashMap<String, Use> full) {
        if (recent == full) { // else another thread did it
            former = full;
            recent = new ConcurrentHashMap<>();
        }
    }

    /** @param recorded the last use in the store; one later than this node's happened on another node */
    public long of(String handle, long recorded) {
        var known = get(handle);
        return known != null && recorded - INEXACT <= known.ended() ? known.lastAccess() : recorded;
    }

    private @Nullable Use get(String handle) {
        var use = recent.get(handle);
        return use == null ? former.get(handle) : use;
    }
}
