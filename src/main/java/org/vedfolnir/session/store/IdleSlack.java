package org.vedfolnir.session.store;

import java.time.Duration;

/**
 * How long uses of a session may go unrecorded. A use soon after the last recorded one is not recorded, and neither is
 * the end of a request that takes no longer. A session must not end before its idle timeout has passed since its last
 * use, so the store adds the slack to the idle timeout: a session ends at most that much later, and never earlier. The
 * slack is at most an eighth of the idle timeout. The scripts on Redis count in the same way. Immutable.
 *
 * @param touchInterval a use is recorded at most this often
 */
public record IdleSlack(Duration touchInterval) {

    /** In ms; for a short touch interval. */
    private static final long SHORTEST_REQUEST = 250;

    /** A quarter of the touch interval for a request, and an eighth of the idle timeout for both. */
    private static final int REQUEST_PART = 4;

    private static final int IDLE_PART = 8;

    /** Returns the time from a recorded use to the last use that may be unrecorded, in ms, for any idle timeout. */
    public long most() {
        var touch = touchInterval.toMillis();
        return touch + Math.max(touch / REQUEST_PART, SHORTEST_REQUEST);
    }

    /**
     * Returns the same for one session.
     *
     * @param idle its idle timeout in ms; 0 for never
     */
    public long of(long idle) {
        return idle == 0 ? 0 : Math.min(most(), idle / IDLE_PART);
    }

    /** Returns how soon after a recorded use another one is recorded, in ms. */
    public long touch(long idle) {
        var touch = touchInterval.toMillis();
        return idle == 0 ? touch : Math.min(touch, of(idle) * REQUEST_PART / (REQUEST_PART + 1));
    }

    /**
     * Returns how long a request may take before its end is recorded as well, in ms; {@code Long.MAX_VALUE} if the
     * session never expires.
     */
    public long request(long idle) {
        return idle == 0 ? Long.MAX_VALUE : of(idle) - touch(idle);
    }
}
