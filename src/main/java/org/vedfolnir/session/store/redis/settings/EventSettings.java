package org.vedfolnir.session.store.redis.settings;

import java.time.Duration;

/**
 * Whether events are recorded, and how many may wait for their reader. Immutable.
 *
 * @param bytes approximate limit of Redis' memory for them; 0 if none are recorded
 * @param sum how long refusals of one kind and network are counted before they become one event
 */
public record EventSettings(long bytes, Duration sum) {

    /** For an application without a reader of events. */
    public static final EventSettings NONE = upTo(0);

    public static EventSettings upTo(long bytes) {
        return new EventSettings(bytes, Duration.ofMinutes(1));
    }

    public boolean recorded() {
        return bytes > 0;
    }
}
