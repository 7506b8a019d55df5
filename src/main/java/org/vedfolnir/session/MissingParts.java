package org.vedfolnir.session;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Large attributes that their document names and the store did not have. While a store is at work on itself, or somebody on the store, that may
 * be over in a moment: whoever took the attribute for "not set" would put a default in its place. Thread-safe.
 */
final class MissingParts {

    /** Longer than a failover of Redis takes by default. */
    static final Duration WHILE = Duration.ofSeconds(30);

    private static final int MOST = 1000;

    private final LongSupplier nanoTime;
    /** Since when, by what names the part. */
    private final Map<String, Long> since = new LinkedHashMap<>();

    MissingParts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Notes that one is missing. Whether it has not been for long. */
    synchronized boolean isNew(String part) {
        var now = nanoTime.getAsLong();
        var first = since.putIfAbsent(part, now);
        if (since.size() > MOST) {
            since.remove(since.keySet().iterator().next());
        }
        return first == null || now - first < WHILE.toNanos();
    }
}
