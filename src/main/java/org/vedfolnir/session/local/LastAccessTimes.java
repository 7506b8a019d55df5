package org.vedfolnir.session.local;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When sessions were last used on this node, by their handle: what {@code getLastAccessedTime} says is then exact, while the store records a
 * use once in its touch interval. Bounded: the sessions used longest ago go first, half of them at once. All times are by the store's clock, ms
 * since 1970. Thread-safe.
 */
public final class LastAccessTimes {

    /** Two readings of the store's clock may differ by so much. */
    private static final long INEXACT = 10;

    private final int most;
    private volatile ConcurrentHashMap<String, Use> recent = new ConcurrentHashMap<>();
    private volatile ConcurrentHashMap<String, Use> former = new ConcurrentHashMap<>();

    /**
     * @param lastAccess what the next request is to be told
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

    /** @param recorded the last use that the store has recorded; a later one than this node's was on another node */
    public long of(String handle, long recorded) {
        var known = get(handle);
        return known != null && recorded - INEXACT <= known.ended() ? known.lastAccess() : recorded;
    }

    private @Nullable Use get(String handle) {
        var use = recent.get(handle);
        return use == null ? former.get(handle) : use;
    }
}
