package org.vedfolnir.run.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** Limits how often a process may be restarted within a period. For one thread. */
final class RestartLimit {

    private final int most;
    private final Duration within;
    private final InstantSource clock;
    private final Deque<Instant> restarts = new ArrayDeque<>();

    RestartLimit(int most, Duration within, InstantSource clock) {
        this.most = most;
        this.within = within;
        this.clock = clock;
    }

    /** @return whether another restart is allowed, which is then counted */
    boolean tryAcquire() {
        var now = clock.instant();
        while (!restarts.isEmpty() && !restarts.getFirst().isAfter(now.minus(within))) {
            restarts.removeFirst();
        }
        if (restarts.size() >= most) {
            return false;
        }
        restarts.addLast(now);
        return true;
    }
}
