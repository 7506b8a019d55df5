package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;
import static org.vedfolnir.session.store.redis.script.ReplyValues.text;
import static org.vedfolnir.session.store.redis.script.ReplyValues.whole;

import java.util.List;
import java.util.Optional;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.redis.keys.ShardKeys;

/** {@code count.lua}, {@code list.lua} and {@code where.lua}: which sessions there are, and where. Stateless. */
public final class SessionIndexScripts {

    private SessionIndexScripts() {}

    /** Of a shard, without the sessions that have no end. */
    public static ScriptCall count(ShardKeys of) {
        return new ScriptCall(Script.COUNT, List.of(of.expiries()), new Object[0]);
    }

    /** Of a shard, with all sessions. */
    public static ScriptCall countAll(ShardKeys of) {
        return new ScriptCall(Script.COUNT, List.of(of.expiries()), new Object[] {bytes("all")});
    }

    public static long count(Object reply) {
        return whole(reply);
    }

    /** @param last of the places in the shard's index, which is listed too; both from 0 */
    public static ScriptCall list(ShardKeys of, long first, long last) {
        return new ScriptCall(Script.LIST, List.of(of.expiries()), new Object[] {bytes(first), bytes(last)});
    }

    /** What is no id is passed over. */
    public static List<SessionId> ids(Object reply) {
        return ReplyValues.list(reply).stream()
                .flatMap(id -> SessionId.parse(text(id)).stream())
                .toList();
    }

    /** Where the session of that handle lies, if it lies in this shard and has changed its id. */
    public static ScriptCall where(ShardKeys of, String handle) {
        return new ScriptCall(Script.WHERE, List.of(bytes(of.locator(handle))), new Object[0]);
    }

    /** Empty where it is not, and where nobody answered. */
    public static Optional<SessionId> id(Object reply) {
        return reply instanceof byte[] id ? SessionId.parse(text(id)) : Optional.empty();
    }
}
