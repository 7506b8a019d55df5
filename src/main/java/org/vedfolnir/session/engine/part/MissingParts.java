package org.vedfolnir.session.engine.part;

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
    /** By what names the part; the one that was missed last comes last. */
    private final Map<String, Missed> missing = new LinkedHashMap<>();

    private record Missed(long first, long last) {}

    MissingParts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Notes that one is missing. Whether it has not been for long; of one that was there in between, or may have been, it has not. */
    synchronized boolean isNew(String part) {
        var now = nanoTime.getAsLong();
        var before = missing.remove(part);
        var first = before == null || now - before.last() > WHILE.toNanos() ? now : before.first();
        if (missing.size() == MOST) {
            missing.remove(missing.keySet().iterator().next());
        }
        missing.put(part, new Missed(first, now));
        return now - first < WHILE.toNanos();
    }

    /** It is there. */
    synchronized void found(String part) {
        missing.remove(part);
    }

    /** Costs nothing while none is missing. */
    synchronized boolean isEmpty() {
        return missing.isEmpty();
    }
}
