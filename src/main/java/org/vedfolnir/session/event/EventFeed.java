package org.vedfolnir.session.event;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The durable feed of an application's events: each stays until it is acknowledged, whichever node or process dies in between. Safe for use by
 * several threads and nodes; two readers do not get the same event unless one of them died with it. Each operation throws a {@link
 * RuntimeException} when the store does not answer; nothing is lost by that.
 */
public interface EventFeed {

    /** The oldest events that nobody has acknowledged, at most {@code most}; empty when there are none now. */
    List<RecordedEvent> read(int most);

    /**
     * Forgets these events for good. Places that are unknown or acknowledged already are passed over.
     *
     * @param places as {@link RecordedEvent#place()}
     */
    void acknowledge(Collection<String> places);

    /**
     * When the oldest event happened that nobody has acknowledged, whether a reader has taken it or not; empty when there is none. Fails when
     * one of several servers does not answer: older ones may wait there, and whoever asks concludes from the answer that none do.
     */
    Optional<Instant> oldest();

    /**
     * A random name that the store keeps as long as it keeps anything. Another one than before means that the store was emptied, or that
     * another store serves: sessions of before are gone without an event.
     */
    String generation();
}
