package org.vedfolnir.run.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** How often something that ended is started again: so many times within a while. For one thread. */
final class Restarts {

    private final int most;
    private final Duration within;
    private final InstantSource clock;
    private final Deque<Instant> made = new ArrayDeque<>();

    Restarts(int most, Duration within, InstantSource clock) {
        this.most = most;
        this.within = within;
        this.clock = clock;
    }

    /** @return whether one more may be made; it counts as made then */
    boolean take() {
        var now = clock.instant();
        while (!made.isEmpty() && !made.getFirst().isAfter(now.minus(within))) {
            made.removeFirst();
        }
        if (made.size() >= most) {
            return false;
        }
        made.addLast(now);
        return true;
    }
}
