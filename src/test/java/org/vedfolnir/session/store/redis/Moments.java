package org.vedfolnir.session.store.redis;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The tenths of a second in which something happened. Thread-safe. */
public final class Moments {

    private static final long LENGTH = Duration.ofMillis(100).toNanos();

    private final Set<Long> tenths = ConcurrentHashMap.newKeySet();
    private volatile long last = System.nanoTime();

    public void now() {
        last = System.nanoTime();
        tenths.add(last / LENGTH);
    }

    /** Adds all tenths from that moment, by {@link System#nanoTime()}, until now. */
    public void allSince(long begin) {
        for (var tenth = begin / LENGTH; tenth <= System.nanoTime() / LENGTH; tenth++) {
            tenths.add(tenth);
        }
    }

    /** Whether nothing has happened for that time. */
    public boolean quietFor(Duration time) {
        return System.nanoTime() - last > time.toNanos();
    }

    public Duration all() {
        return Duration.ofNanos(tenths.size() * LENGTH);
    }

    /** The time in which this happened and the other did not. */
    public Duration beyond(Moments other) {
        return Duration.ofNanos(
                tenths.stream().filter(each -> !other.tenths.contains(each)).count() * LENGTH);
    }
}
