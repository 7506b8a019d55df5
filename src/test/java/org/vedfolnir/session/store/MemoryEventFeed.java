package org.vedfolnir.session.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.EventSum;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.RecordedEvent;

/** An event feed in memory. An event belongs to the reader that took it, until that reader has been dead for long enough. */
final class MemoryEventFeed implements EventFeed {

    /** An event, the reader that took it, if any, and when. */
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

    private static final int MOST_SUMS = 192;
    private static final int MOST_WITH_ALL_KINDS = 256;

    private final MemoryStore.Data data;
    private final LongSupplier clock;
    private final long deadAfter;
    private final String reader;

    MemoryEventFeed(MemoryStore.Data data, LongSupplier clock, long deadAfter, String reader) {
        this.data = data;
        this.clock = clock;
        this.deadAfter = deadAfter;
        this.reader = reader;
    }

    /** Rejections that are counted together since that time, and the event that reports them. */
    record Sum(long since, long count, EventSum sum, String id, String last) {}

    void record(NewEvent event) {
        var own = EventSum.of(event).orElse(null);
        if (own == null) {
            add(event);
            return;
        }
        var sum = hasRoom(own, MOST_SUMS)
                ? own
                : hasRoom(ofAllKinds(own), MOST_WITH_ALL_KINDS) ? ofAllKinds(own) : ofAll(own);
        var name = sum.name();
        var known = data.sums.get(name);
        if (known == null) {
            data.sums.put(name, new Sum(clock.getAsLong(), 0, sum, "", event.id()));
            add(event);
        } else if (!known.last().equals(event.id())) {
            var id = known.count() == 0 ? event.id() : known.id();
            data.sums.put(name, new Sum(known.since(), known.count() + event.count(), known.sum(), id, event.id()));
        }
    }

    /** The sum of all kinds of this type, of the same user or network, as in {@code record.lua}. */
    private static EventSum ofAllKinds(EventSum sum) {
        var user = sum.fields().get("user");
        var all = new LinkedHashMap<>(sum.fields());
        all.put("detail", "many kinds");
        return new EventSum(
                sum.fields().get("type") + " | "
                        + (user == null ? "network " + sum.fields().getOrDefault("address", "") : "user " + user),
                all);
    }

    /** The sum of all events of this type. */
    private static EventSum ofAll(EventSum sum) {
        var type = Objects.requireNonNull(sum.fields().get("type"));
        var all = new LinkedHashMap<String, String>();
        all.put("type", type);
        all.put("detail", "many kinds or networks");
        all.put("application", Objects.requireNonNull(sum.fields().get("application")));
        return new EventSum(type, all);
    }

    private boolean hasRoom(EventSum sum, int most) {
        return data.sums.containsKey(sum.name()) || data.sums.size() < most;
    }

    private void writeSums() {
        var now = clock.getAsLong();
        List.copyOf(data.sums.entrySet()).forEach(each -> {
            var sum = each.getValue();
            if (now - sum.since() < EventContract.SUM.toMillis()) {
                return;
            } else if (sum.count() == 0) {
                data.sums.remove(each.getKey());
                return;
            }
            var read = EventFields.read("", Instant.EPOCH, sum.sum().fields());
            add(new NewEvent(sum.id(), sum.count(), read.event(), read.context()));
            data.sums.put(each.getKey(), new Sum(now, 0, sum.sum(), "", sum.last()));
        });
    }

    void add(NewEvent event) {
        var number = data.events.isEmpty() ? 1 : data.events.lastKey() + 1;
        data.events.put(number, new Entry(number, clock.getAsLong(), event, "", 0));
    }

    @Override
    public List<RecordedEvent> read(int most) {
        synchronized (data) {
            var now = clock.getAsLong();
            writeSums();
            var own = entries(entry ->
                    !entry.reader().isEmpty() && (entry.reader().equals(reader) || now - entry.taken() >= deadAfter));
            var fresh = entries(entry -> entry.reader().isEmpty());
            var spared = own.size() < most ? most - own.size() : most / 4;
            var given = new ArrayList<Entry>(fresh.subList(0, Math.min(spared, fresh.size())));
            given.addAll(0, own.subList(0, Math.min(most - given.size(), own.size())));
            given.forEach(entry ->
                    data.events.put(entry.number(), new Entry(entry.number(), entry.at(), entry.event(), reader, now)));
            return given.stream().map(Entry::recorded).toList();
        }
    }

    private List<Entry> entries(Predicate<Entry> wanted) {
        return data.events.values().stream().filter(wanted).toList();
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
