package org.vedfolnir.session.store.redis;

import static org.vedfolnir.session.store.redis.ScriptValues.at;
import static org.vedfolnir.session.store.redis.ScriptValues.bytes;
import static org.vedfolnir.session.store.redis.ScriptValues.list;
import static org.vedfolnir.session.store.redis.ScriptValues.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.RecordedEvent;

/** The events in the Redis stream, read as one consumer group, so that two nodes do not get the same one. Thread-safe. */
final class RedisEventFeed implements EventFeed {

    private static final String GROUP = "audit";

    private final ScriptRunner runner;
    private final String stream;
    private final String generation;
    private final String reader;
    private final long deadAfter;

    RedisEventFeed(ScriptRunner runner, String stream, String generation, String reader, long deadAfter) {
        this.runner = runner;
        this.stream = stream;
        this.generation = generation;
        this.reader = reader;
        this.deadAfter = deadAfter;
    }

    @Override
    public List<RecordedEvent> read(int most) {
        var events = new ArrayList<RecordedEvent>();
        var entries = entries(most);
        for (var i = 0; i + 1 < entries.size(); i += 2) {
            events.add(event(text(at(entries, i)), list(at(entries, i + 1))));
        }
        return events;
    }

    private List<?> entries(int most) {
        return list(runner.runTwice(
                Script.READ,
                List.of(bytes(stream)),
                bytes(GROUP),
                bytes(reader),
                bytes(most),
                bytes(deadAfter),
                bytes("0")));
    }

    private static RecordedEvent event(String place, List<?> pairs) {
        var fields = new HashMap<String, String>();
        for (var i = 0; i + 1 < pairs.size(); i += 2) {
            fields.put(text(at(pairs, i)), text(at(pairs, i + 1)));
        }
        return EventFields.read(place, moment(place), fields);
    }

    /** A stream's place begins with the store's clock. */
    private static Instant moment(String place) {
        return Instant.ofEpochMilli(Long.parseLong(place.substring(0, place.indexOf('-'))));
    }

    @Override
    public void acknowledge(Collection<String> places) {
        if (places.isEmpty()) {
            return;
        }
        var arguments = new ArrayList<Object>();
        arguments.add(bytes(GROUP));
        places.forEach(id -> arguments.add(bytes(id)));
        runner.runTwice(Script.ACKNOWLEDGE, List.of(bytes(stream)), arguments.toArray());
    }

    @Override
    public Optional<Instant> oldest() {
        var place = text(runner.runTwice(Script.OLDEST, List.of(bytes(stream))));
        return place.isEmpty() ? Optional.empty() : Optional.of(moment(place));
    }

    @Override
    public String generation() {
        return text(runner.runTwice(Script.GENERATION, List.of(bytes(generation)), bytes(newGeneration())));
    }

    private static String newGeneration() {
        return UUID.randomUUID().toString();
    }
}
