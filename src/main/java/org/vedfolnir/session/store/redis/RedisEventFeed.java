package org.vedfolnir.session.store.redis;

import static org.vedfolnir.session.store.redis.ScriptValues.at;
import static org.vedfolnir.session.store.redis.ScriptValues.bytes;
import static org.vedfolnir.session.store.redis.ScriptValues.list;
import static org.vedfolnir.session.store.redis.ScriptValues.text;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.RecordedEvent;

/** The events in the application's Redis stream, read as one consumer group, so that two nodes do not get the same one. Thread-safe. */
final class RedisEventFeed implements EventFeed {

    private static final System.Logger LOG = System.getLogger(RedisEventFeed.class.getName());
    static final String GROUP = "audit";
    /** What every database takes. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final ScriptRunner runner;
    private final RedisSettings settings;
    private final List<byte[]> stream;

    RedisEventFeed(ScriptRunner runner, RedisSettings settings) {
        this.runner = runner;
        this.settings = settings;
        this.stream = List.of(bytes(settings.events()));
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
                stream,
                bytes(GROUP),
                bytes(settings.node()),
                bytes(most),
                bytes(settings.readerDeadAfter().toMillis()),
                bytes(settings.recording().bytes()),
                bytes(settings.recording().sum().toMillis()),
                bytes(settings.application())));
    }

    /** One that cannot be understood is an event nevertheless: it must not hold up the others. */
    private static RecordedEvent event(String place, List<?> pairs) {
        try {
            return understood(place, pairs);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "The event at {0} is not understood: {1}", place, e.getMessage());
            return EventFields.read(place, moment(place), Map.of("type", "event_unreadable"));
        }
    }

    private static RecordedEvent understood(String place, List<?> pairs) {
        var fields = new HashMap<String, String>();
        for (var i = 0; i + 1 < pairs.size(); i += 2) {
            fields.put(text(at(pairs, i)), text(at(pairs, i + 1)));
        }
        return EventFields.read(place, moment(place), fields);
    }

    /** A stream's place begins with the store's clock, or with any number of 64 bits without a sign that somebody gave it. */
    private static Instant moment(String place) {
        var milliseconds = Long.parseUnsignedLong(place.substring(0, place.indexOf('-')));
        return milliseconds < 0 || milliseconds > LATEST.toEpochMilli() ? LATEST : Instant.ofEpochMilli(milliseconds);
    }

    @Override
    public void acknowledge(Collection<String> places) {
        if (places.isEmpty()) {
            return;
        }
        var arguments = new ArrayList<Object>();
        arguments.add(bytes(GROUP));
        places.forEach(place -> arguments.add(bytes(place)));
        runner.runTwice(Script.ACKNOWLEDGE, stream, arguments.toArray());
    }

    @Override
    public Optional<Instant> oldest() {
        var place = text(runner.runTwice(Script.OLDEST, stream));
        return place.isEmpty() ? Optional.empty() : Optional.of(moment(place));
    }

    @Override
    public String generation() {
        return text(runner.runTwice(Script.GENERATION, List.of(bytes(settings.generation())), bytes(newGeneration())));
    }

    private static String newGeneration() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
