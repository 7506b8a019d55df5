package org.vedfolnir.session.store.redis.settings;

import java.time.Duration;

/**
 * Whether events are recorded, and how many may wait for their reader. Immutable.
 *
 * @param bytes about how much of Redis' memory they may take; 0 when none are recorded
 * @param sum how long refusals of one kind and network are counted before they are one event
 */
public record EventSettings(long bytes, Duration sum) {

    /** For an application whose events nobody reads. */
    public static final EventSettings NONE = upTo(0);

    public static EventSettings upTo(long bytes) {
        return new EventSettings(bytes, Duration.ofMinutes(1));
    }

    public boolean recorded() {
        return bytes > 0;
    }
}
