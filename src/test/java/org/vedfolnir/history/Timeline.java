package org.vedfolnir.history;

import java.util.concurrent.locks.LockSupport;

/**
 * The time of one history, shared by visitors, faults and samples of Redis.
 *
 * @param start by {@link System#nanoTime()}
 */
record Timeline(long start) {

    static Timeline begin() {
        return new Timeline(System.nanoTime());
    }

    long us() {
        return (System.nanoTime() - start) / 1000;
    }

    long ms() {
        return us() / 1000;
    }

    /** Returns at that moment, or at once if it is over. */
    void until(long ms) {
        var at = start + ms * 1_000_000;
        for (var left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    void last(long ms) {
        until(ms() + ms);
    }
}
