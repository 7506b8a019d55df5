package org.vedfolnir.session.store.redis;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.RecordedEvent;
import org.vedfolnir.session.event.SessionEvent;

/**
 * The events that a feed delivers. An event with a lost acknowledgement comes again from the same place; an event that was recorded twice
 * comes from two places.
 */
final class DeliveredEvents {

    private static final int MOST = 1000;

    private final EventFeed feed;
    private final Map<String, Set<String>> places = new HashMap<>();
    private final Map<String, Integer> created = new HashMap<>();
    private final Map<String, Integer> renamed = new HashMap<>();
    private final Map<String, Map<String, EndReason>> ended = new HashMap<>();
    private final Set<String> twice = new HashSet<>();
    private int others;
    private int again;

    DeliveredEvents(EventFeed feed) {
        this.feed = feed;
    }

    /** @return the number of events that came */
    synchronized int read() {
        var read = feed.read(MOST);
        read.forEach(this::add);
        feed.acknowledge(read.stream().map(RecordedEvent::place).toList());
        return read.size();
    }

    private void add(RecordedEvent event) {
        var known = places.computeIfAbsent(event.id(), any -> new HashSet<>());
        if (known.isEmpty()) {
            count(event);
        } else if (known.contains(event.place())) {
            again++;
        } else {
            twice.add(String.valueOf(event.context().session()));
        }
        known.add(event.place());
    }

    private void count(RecordedEvent event) {
        var session = String.valueOf(event.context().session());
        if (event.event() instanceof SessionEvent.Created) {
            created.merge(session, 1, Integer::sum);
        } else if (event.event() instanceof SessionEvent.IdChanged) {
            renamed.merge(session, 1, Integer::sum);
        } else if (event.event() instanceof SessionEvent.Ended end) {
            ended.computeIfAbsent(session, any -> new HashMap<>()).put(event.id(), end.reason());
        } else {
            others++;
        }
    }

    synchronized int created(String handle) {
        return created.getOrDefault(handle, 0);
    }

    synchronized int renamed(String handle) {
        return renamed.getOrDefault(handle, 0);
    }

    synchronized List<EndReason> ended(String handle) {
        return List.copyOf(ended.getOrDefault(handle, Map.of()).values());
    }

    /** Sessions with an event in two places. */
    synchronized Set<String> recordedTwice() {
        return Set.copyOf(twice);
    }

    /** Number of events of a kind that the test did not send. */
    synchronized int others() {
        return others;
    }

    synchronized String summary() {
        return "%d events: %d began, %d ended, %d got another id; %d came again from the same place"
                .formatted(places.size(), created.size(), ended.size(), renamed.size(), again);
    }
}
