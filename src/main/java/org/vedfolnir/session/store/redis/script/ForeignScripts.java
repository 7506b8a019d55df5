package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;

import java.util.List;
import java.util.Optional;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.redis.keys.ShardKeys;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * {@code foreign.lua} and {@code adopt.lua}: read a value that is not a document of ours, and replace it with one.
 * Immutable.
 *
 * @param scripted as in {@link SaveScript}
 */
public record ForeignScripts(RedisSettings settings, SessionTimes times, boolean scripted) {

    public ScriptCall read(byte[] key) {
        return new ScriptCall(Script.FOREIGN, List.of(key), new Object[0]);
    }

    /** Returns the value; empty if there is none, or if it is not text. */
    public static Optional<byte[]> value(Object reply) {
        return reply instanceof byte[] value ? Optional.of(value) : Optional.empty();
    }

    /** Send it only once. */
    public ScriptCall adopt(byte[] foreign, SessionWrite write, ShardKeys of) {
        var indexed = scripted && write.user() != null;
        var index = write.user() == null || !scripted ? of.expiries() : bytes(settings.userIndex(write.user()));
        return new ScriptCall(Script.ADOPT, List.of(of.session(write.id()), of.expiries(), index), new Object[] {
            foreign,
            write.document(),
            bytes(write.idle()),
            bytes(write.until()),
            times.grace(),
            bytes(write.id().value()),
            bytes(indexed ? 1 : 0)
        });
    }

    public static boolean isAdopted(Object reply) {
        return Long.valueOf(1).equals(reply);
    }
}
