package org.vedfolnir.session.event;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The durable feed of an application's events. An event stays until a reader acknowledges it, even if a node or process
 * dies in between. Safe for use by several threads and nodes; two readers get the same event only if one of them died
 * before acknowledging it. Each operation throws a {@link RuntimeException} if the store does not answer; no event is
 * lost by that.
 */
public interface EventFeed {

    /** Returns the oldest unacknowledged events, at most {@code most}; empty if there are none now. */
    List<RecordedEvent> read(int most);

    /**
     * Removes these events for good. Ignores places that are unknown or already acknowledged.
     *
     * @param places as {@link RecordedEvent#place()}
     */
    void acknowledge(Collection<String> places);

    /**
     * Returns the time of the oldest unacknowledged event, delivered or not; empty if there is none. Throws if one of
     * several servers does not answer: older events may wait there, and the caller would conclude that there are none.
     */
    Optional<Instant> oldest();

    /**
     * A random name that the store keeps as long as it keeps its data. If it changes, the store was emptied or
     * replaced, and earlier sessions are gone without an event.
     */
    String generation();
}
