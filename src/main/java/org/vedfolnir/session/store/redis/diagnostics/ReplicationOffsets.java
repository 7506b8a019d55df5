package org.vedfolnir.session.store.redis.diagnostics;

import java.util.ArrayList;
import java.util.List;

/**
 * The offsets of a master's replication stream over time. From these follows the time from which a holder of only a
 * part of the stream misses changes. Old entries are thinned out: the result may then be too early, never too late.
 * Used by one thread at a time.
 */
final class ReplicationOffsets {

    private static final int MOST = 64;

    private final List<Seen> seen = new ArrayList<>();

    private record Seen(long time, long offset) {}

    /** @param time before the query, ms since 1970: what the master had acknowledged by then precedes the offset */
    void add(long time, long offset) {
        seen.add(new Seen(time, offset));
        if (seen.size() > MOST) {
            for (var i = 1; i < MOST / 2; i++) {
                seen.remove(i);
            }
        }
    }

    /**
     * Returns the last time at which the stream had not passed that offset; the first time seen if it had always passed
     * it.
     */
    long completeUntil(long offset) {
        var until = seen.get(0).time();
        for (var each : seen) {
            if (each.offset() <= offset) {
                until = each.time();
            }
        }
        return until;
    }
}
