package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;
import static org.vedfolnir.session.store.redis.script.ReplyValues.at;
import static org.vedfolnir.session.store.redis.script.ReplyValues.number;
import static org.vedfolnir.session.store.redis.script.ReplyValues.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.EventSum;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.redis.keys.ShardKeys;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * {@code record.lua}, {@code read.lua}, {@code acknowledge.lua}, {@code oldest.lua}, {@code backlog.lua} and
 * {@code generation.lua}: the stream of a shard's events, and the consumer group that reads it. Immutable.
 */
public record EventScripts(RedisSettings settings) {

    static final String GROUP = "audit";

    /** Records an event without a change; frequent events of one kind are summed up. */
    public static ScriptCall record(NewEvent event, ShardKeys of) {
        var sum = EventSum.of(event);
        var arguments = new ArrayList<Object>();
        arguments.add(of.eventBytes());
        arguments.add(bytes(sum.map(EventSum::name).orElse("")));
        EventArguments.counted(arguments, sum.map(EventSum::fields).orElse(Map.of()));
        EventArguments.counted(arguments, EventFields.of(event));
        return new ScriptCall(Script.RECORD, List.of(of.events()), arguments.toArray());
    }

    public ScriptCall read(ShardKeys of, int most) {
        return new ScriptCall(Script.READ, List.of(of.events()), new Object[] {
            bytes(GROUP),
            bytes(settings.node()),
            bytes(most),
            bytes(settings.readerDeadAfter().toMillis()),
            of.eventBytes(),
            bytes(settings.recording().sum().toMillis()),
            bytes(settings.application())
        });
    }

    /** @param places of the events in the stream */
    public static ScriptCall acknowledge(ShardKeys of, List<String> places) {
        var arguments = new ArrayList<Object>(List.of(bytes(GROUP)));
        places.forEach(place -> arguments.add(bytes(place)));
        return new ScriptCall(Script.ACKNOWLEDGE, List.of(of.events()), arguments.toArray());
    }

    /** Reads the place of the oldest event; the reply is empty if there is none. */
    public static ScriptCall oldest(ShardKeys of) {
        return new ScriptCall(Script.OLDEST, List.of(of.events()), new Object[0]);
    }

    public static ScriptCall backlog(ShardKeys of) {
        return new ScriptCall(Script.BACKLOG, List.of(of.events()), new Object[0]);
    }

    /**
     * The backlog of a shard.
     *
     * @param bytes that its events take
     * @param lost how many were dropped
     * @param missing how many of those no reader has been notified of
     */
    public record Backlog(long bytes, long lost, long missing) {

        public static Backlog of(List<?> reply) {
            return new Backlog(number(at(reply, 0)), number(at(reply, 1)), number(at(reply, 2)));
        }
    }

    /** Reads the generation of this Redis, or sets the proposed one if it has none. */
    public ScriptCall generation(String proposed) {
        return new ScriptCall(Script.GENERATION, List.of(bytes(settings.generation())), new Object[] {bytes(proposed)});
    }

    public static String name(Object reply) {
        return text(reply);
    }
}
