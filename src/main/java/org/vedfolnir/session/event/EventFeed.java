package org.vedfolnir.session.event;

import java.util.Collection;
import java.util.List;

/**
 * The durable feed of events: each stays until it is acknowledged, whichever node or process dies in between. Safe for use by
 * several threads and nodes; two readers do not get the same event unless one of them died with it.
 */
public interface EventFeed {

    /**
     * The oldest events that nobody has acknowledged, at most {@code most}; empty when there are none now.
     *
     * @throws RuntimeException when the store does not answer; nothing is lost by that
     */
    List<RecordedEvent> read(int most);

    /** Forgets these events for good. Ids that are unknown or acknowledged already are passed over. */
    void acknowledge(Collection<String> ids);
}
