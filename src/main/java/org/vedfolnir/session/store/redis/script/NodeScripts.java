package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;
import static org.vedfolnir.session.store.redis.script.ReplyValues.list;
import static org.vedfolnir.session.store.redis.script.ReplyValues.whole;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * {@code keys.lua}, {@code ids.lua}, {@code turn.lua}, {@code time.lua} and {@code beat.lua}: data that nodes share
 * through Redis, and queries about Redis itself. Immutable.
 */
public record NodeScripts(RedisSettings settings) {

    /** Reads the time of Redis. */
    public static final ScriptCall TIME = new ScriptCall(Script.TIME, List.of(), new Object[0]);

    private static final long MINE = 1;
    private static final long DONE = -1;

    public static long time(Object reply) {
        return whole(reply);
    }

    /** A write without a lasting effect. */
    public static ScriptCall beat(byte[] key) {
        return new ScriptCall(Script.BEAT, List.of(key), new Object[0]);
    }

    /** @param validity how long the marks of this node stay published */
    public ScriptCall keys(List<String> marks, Duration validity) {
        var arguments = new ArrayList<Object>();
        arguments.add(bytes(validity.toMillis()));
        marks.forEach(mark -> arguments.add(bytes(mark)));
        return new ScriptCall(Script.KEYS, List.of(bytes(settings.keys())), arguments.toArray());
    }

    /** Returns the marks of all nodes. */
    public static List<String> marks(Object reply) {
        return list(reply).stream().map(ReplyValues::text).toList();
    }

    public ScriptCall idForm(int own) {
        return new ScriptCall(Script.IDS, List.of(bytes(settings.ids())), new Object[] {bytes(own)});
    }

    public static int form(Object reply) {
        return (int) whole(reply);
    }

    /** Which node sweeps after a failover. */
    public enum Turn {
        MINE,
        ANOTHERS,
        DONE
    }

    /** Requests the turn for the given time. */
    public ScriptCall turn(String failover, Duration lease) {
        return turn(failover, "", lease);
    }

    /** Records that the sweep is done. */
    public ScriptCall done(String failover, Duration known) {
        return turn(failover, "done", known);
    }

    private ScriptCall turn(String failover, String what, Duration counts) {
        return new ScriptCall(Script.TURN, List.of(bytes(settings.sweep(failover))), new Object[] {
            bytes(settings.node()), bytes(what), bytes(counts.toMillis())
        });
    }

    public static Turn turn(Object reply) {
        var turn = whole(reply);
        if (turn == DONE) {
            return Turn.DONE;
        }
        return turn == MINE ? Turn.MINE : Turn.ANOTHERS;
    }
}
