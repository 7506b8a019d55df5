package org.vedfolnir.session.engine.part;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Large attributes that a document names and the store did not have. While the store recovers, or an operator works on
 * it, this may be temporary. An application that took the attribute for "not set" would replace it by a default.
 * Thread-safe.
 */
final class MissingParts {

    /** Longer than a failover of Redis takes by default. */
    static final Duration WHILE = Duration.ofSeconds(30);

    private static final int MOST = 1000;

    private final LongSupplier nanoTime;
    /** By the name of the part; the one that was missed last is last. */
    private final Map<String, Missed> missing = new LinkedHashMap<>();

    private record Missed(long first, long last) {}

    MissingParts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Records that a part is missing. True if it has been missing for less than {@link #WHILE}. A part that was found,
     * or not asked for, in between counts anew.
     */
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

    /** Records that a part exists. */
    synchronized void found(String part) {
        missing.remove(part);
    }

    /** Costs nothing while no part is missing. */
    synchronized boolean isEmpty() {
        return missing.isEmpty();
    }
}
