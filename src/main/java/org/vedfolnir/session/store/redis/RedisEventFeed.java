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
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.RecordedEvent;

/** The events in the Redis stream, read as one consumer group, so that two nodes do not get the same one. Thread-safe. */
final class RedisEventFeed implements EventFeed {

    private static final System.Logger LOG = System.getLogger(RedisEventFeed.class.getName());
    private static final String GROUP = "audit";

    private final ScriptRunner runner;
    private final String stream;
    private final String reader;
    private final long deadAfter;

    RedisEventFeed(ScriptRunner runner, String stream, String reader, long deadAfter) {
        this.runner = runner;
        this.stream = stream;
        this.reader = reader;
        this.deadAfter = deadAfter;
    }

    /** Entries that this version does not know are stepped over: they must not keep those behind them. */
    @Override
    public List<RecordedEvent> read(int most) {
        var events = new ArrayList<RecordedEvent>();
        var after = "0";
        List<?> entries;
        do {
            entries = entries(most, after);
            for (var i = 0; i + 1 < entries.size(); i += 2) {
                after = text(at(entries, i));
                add(events, after, list(at(entries, i + 1)));
            }
        } while (events.isEmpty() && !entries.isEmpty());
        return events;
    }

    private List<?> entries(int most, String after) {
        return list(runner.runTwice(
                Script.READ,
                List.of(bytes(stream)),
                bytes(GROUP),
                bytes(reader),
                bytes(most),
                bytes(deadAfter),
                bytes(after)));
    }

    /** An entry of a newer version stays where it is, for a reader that knows it. */
    private static void add(List<RecordedEvent> events, String id, List<?> pairs) {
        var fields = new HashMap<String, String>();
        for (var i = 0; i + 1 < pairs.size(); i += 2) {
            fields.put(text(at(pairs, i)), text(at(pairs, i + 1)));
        }
        try {
            var at = Instant.ofEpochMilli(Long.parseLong(id.substring(0, id.indexOf('-'))));
            events.add(EventFields.read(id, at, fields));
        } catch (IllegalArgumentException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "The event {0} waits for a reader that knows it: {1}",
                    id,
                    e.getMessage());
        }
    }

    @Override
    public void acknowledge(Collection<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        var arguments = new ArrayList<Object>();
        arguments.add(bytes(GROUP));
        ids.forEach(id -> arguments.add(bytes(id)));
        runner.runTwice(Script.ACKNOWLEDGE, List.of(bytes(stream)), arguments.toArray());
    }
}
