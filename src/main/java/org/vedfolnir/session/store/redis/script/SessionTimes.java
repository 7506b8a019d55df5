package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;

import org.vedfolnir.session.store.IdleSlack;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * How long keys live, as scripts are told: the arguments that are the same for each request are made once. Immutable, but for the bytes, which
 * nobody may change.
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

    public byte[] grace() {
        return grace;
    }

    byte[] slack() {
        return slack;
    }

    /** How soon a use is recorded again: of a known document; of any other the script shortens it itself. */
    byte[] touch(long idle) {
        var shortened = idleSlack.touch(idle);
        return shortened == touchMillis ? touch : bytes(shortened);
    }

    /** What a session has to live when it was just used; nothing when its idle timeout is not all that ends it. */
    byte[] wholeTime(long idle) {
        return idle == 0 ? NOTHING : bytes(idle + idleSlack.of(idle) + graceMillis);
    }

    /** Whether an opening after a use so long ago has moved the session's end. */
    public boolean isRecorded(long sinceLastAccess, long idle) {
        return sinceLastAccess >= idleSlack.touch(idle);
    }

    /** For how many ms a session has its entry in an index; 0 for one without an end. */
    long kept(long idle, long until, StoreClock clock) {
        var live = lives(idle, until, clock);
        return live > 0 ? live + graceMillis : 0;
    }

    private long lives(long idle, long until, StoreClock clock) {
        var live = idle + idleSlack.of(idle);
        if (until == 0) {
            return live;
        }
        var left = Math.max(1, until - clock.now());
        return live == 0 ? left : Math.min(live, left);
    }
}
