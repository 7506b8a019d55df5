package org.vedfolnir.session.store.redis.diagnostics;

import java.util.ArrayList;
import java.util.List;

/**
 * How far the stream of a master's changes had come, and when. It tells from when on changes are missing to whoever has only a part of the stream.
 * Of what is long ago it remembers less: it then names a time that is too early, never one that is too late. Used by one thread at a time.
 */
final class ReplicationOffsets {

    private static final int MOST = 64;

    private final List<Seen> seen = new ArrayList<>();

    private record Seen(long time, long offset) {}

    /** @param time before the master was asked, ms since 1970: what it had acknowledged by then lies before the offset */
    void saw(long time, long offset) {
        seen.add(new Seen(time, offset));
        if (seen.size() > MOST) {
            for (var i = 1; i < MOST / 2; i++) {
                seen.remove(i);
            }
        }
    }

    /** The last time by which no more was written than up to that offset; the first one seen when more was written by then. */
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
