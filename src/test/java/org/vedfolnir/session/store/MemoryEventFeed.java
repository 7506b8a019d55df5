package org.vedfolnir.session.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.RecordedEvent;

/** The feed in its plainest form. An event belongs to the reader that took it, until that reader is dead for long enough. */
final class MemoryEventFeed implements EventFeed {

    /** An event, and who took it when; nobody at first. */
    record Entry(long number, long at, NewEvent event, String reader, long taken) {

        RecordedEvent recorded() {
            return new RecordedEvent(
                    Long.toString(number),
                    event.id(),
                    Instant.ofEpochMilli(at),
                    event.count(),
                    event.event(),
                    event.context());
        }
    }

    private final MemorySessionStore.Data data;
    private final LongSupplier clock;
    private final long deadAfter;
    private final String reader;

    MemoryEventFeed(MemorySessionStore.Data data, LongSupplier clock, long deadAfter, String reader) {
        this.data = data;
        this.clock = clock;
        this.deadAfter = deadAfter;
        this.reader = reader;
    }

    void add(NewEvent event) {
        var number = data.events.isEmpty() ? 1 : data.events.lastKey() + 1;
        data.events.put(number, new Entry(number, clock.getAsLong(), event, "", 0));
    }

    @Override
    public List<RecordedEvent> read(int most) {
        synchronized (data) {
            var now = clock.getAsLong();
            var read = new ArrayList<RecordedEvent>();
            for (var entry : List.copyOf(data.events.values())) {
                var free =
                        entry.reader().isEmpty() || entry.reader().equals(reader) || now - entry.taken() >= deadAfter;
                if (free && read.size() < most) {
                    data.events.put(entry.number(), new Entry(entry.number(), entry.at(), entry.event(), reader, now));
                    read.add(entry.recorded());
                }
            }
            return read;
        }
    }

    @Override
    public void acknowledge(Collection<String> places) {
        synchronized (data) {
            places.forEach(id -> data.events.remove(Long.valueOf(id)));
        }
    }

    @Override
    public Optional<Instant> oldest() {
        synchronized (data) {
            return data.events.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochMilli(
                            data.events.firstEntry().getValue().at()));
        }
    }

    @Override
    public String generation() {
        return data.generation;
    }
}
