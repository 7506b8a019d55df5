package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;
import static org.vedfolnir.session.store.redis.script.ReplyValues.text;
import static org.vedfolnir.session.store.redis.script.ReplyValues.whole;

import java.util.List;
import java.util.Optional;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.redis.keys.ShardKeys;

/** {@code count.lua}, {@code list.lua} and {@code where.lua}: count, list and locate sessions. Stateless. */
public final class SessionIndexScripts {

    private SessionIndexScripts() {}

    /** Counts the sessions of a shard, without those that never expire. */
    public static ScriptCall count(ShardKeys of) {
        return new ScriptCall(Script.COUNT, List.of(of.expiries()), new Object[0]);
    }

    /** Counts all sessions of a shard. */
    public static ScriptCall countAll(ShardKeys of) {
        return new ScriptCall(Script.COUNT, List.of(of.expiries()), new Object[] {bytes("all")});
    }

    public static long count(Object reply) {
        return whole(reply);
    }

    /** @param last inclusive; both are positions in the shard's index, from 0 */
    public static ScriptCall list(ShardKeys of, long first, long last) {
        return new ScriptCall(Script.LIST, List.of(of.expiries()), new Object[] {bytes(first), bytes(last)});
    }

    /** Skips values that are not ids. */
    public static List<SessionId> ids(Object reply) {
        return ReplyValues.list(reply).stream()
                .flatMap(id -> SessionId.parse(text(id)).stream())
                .toList();
    }

    /** Looks up the current id for a handle, if the session is in this shard and its id has changed. */
    public static ScriptCall where(ShardKeys of, String handle) {
        return new ScriptCall(Script.WHERE, List.of(bytes(of.locator(handle))), new Object[0]);
    }

    /** Returns empty if it is not there, or if the shard did not reply. */
    public static Optional<SessionId> id(Object reply) {
        return reply instanceof byte[] id ? SessionId.parse(text(id)) : Optional.empty();
    }
}
