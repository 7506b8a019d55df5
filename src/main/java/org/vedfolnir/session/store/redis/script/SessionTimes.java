package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;

import org.vedfolnir.session.store.IdleSlack;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * The lifetimes of keys, as arguments of scripts: those that are the same for each request are created once. Immutable,
 * except for the bytes, which must not be changed.
 */
public final class SessionTimes {

    private static final byte[] NOTHING = {};

    private final IdleSlack idleSlack;
    private final long touchMillis;
    private final long graceMillis;
    private final byte[] grace;
    private final byte[] touch;
    private final byte[] slack;

    public SessionTimes(RedisSettings settings) {
        this.idleSlack = settings.slack();
        this.touchMillis = settings.touchInterval().toMillis();
        this.graceMillis = settings.grace().toMillis();
        this.grace = bytes(graceMillis);
        this.touch = bytes(touchMillis);
        this.slack = bytes(idleSlack.most());
    }

    byte[] grace() {
        return grace;
    }

    byte[] slack() {
        return slack;
    }

    /** Returns how soon a use is recorded again, for a known document; for any other the script shortens it itself. */
    byte[] touch(long idle) {
        var shortened = idleSlack.touch(idle);
        return shortened == touchMillis ? touch : bytes(shortened);
    }

    /**
     * Returns the remaining time of a session that was just used; nothing if it has another end than its idle timeout.
     */
    byte[] wholeTime(long idle) {
        return idle == 0 ? NOTHING : bytes(idle + idleSlack.of(idle) + graceMillis);
    }

    /** Whether opening a session moves its end, so long after its last use. */
    public boolean isRecorded(long sinceLastAccess, long idle) {
        return sinceLastAccess >= idleSlack.touch(idle);
    }

    /** Returns for how many ms a session keeps its entry in an index; 0 for one that never expires. */
    long entryLifetime(long idle, long until, StoreClock clock) {
        var live = remaining(idle, until, clock);
        return live > 0 ? live + graceMillis : 0;
    }

    private long remaining(long idle, long until, StoreClock clock) {
        var live = idle + idleSlack.of(idle);
        if (until == 0) {
            return live;
        }
        var left = Math.max(1, until - clock.now());
        return live == 0 ? left : Math.min(live, left);
    }
}
