package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.vedfolnir.session.store.ForeignSessions.FormerHash;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.redis.keys.ShardKeys;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * {@code foreign.lua} and {@code adopt.lua}: read a value that is not a document of ours, and replace it with one.
 * {@code former.lua}, {@code reserve.lua} and {@code discard.lua} do the same for a hash of another manager at a key of
 * its own; its document begins by {@code adopt.lua} too. Immutable.
 *
 * @param scripted as in {@link SaveScript}
 */
public record ForeignScripts(RedisSettings settings, SessionTimes times, boolean scripted) {

    /** How long a claim may be repeated: less than the tombstone of an ended session is kept. */
    private static final long REPEATABLE = Duration.ofSeconds(45).toMillis();

    private static final byte[] NOTHING = new byte[0];
    private static final long CLAIM_KEPT = Duration.ofDays(1).toMillis();

    public ScriptCall read(byte[] key) {
        return new ScriptCall(Script.FOREIGN, List.of(key), new Object[0]);
    }

    /** Returns the value; empty if there is none, or if it is not text. */
    public static Optional<byte[]> value(Object reply) {
        return reply instanceof byte[] value ? Optional.of(value) : Optional.empty();
    }

    /** Send it only once. */
    public ScriptCall adopt(byte[] foreign, SessionWrite write, ShardKeys of) {
        return first(foreign, write, NOTHING, of);
    }

    /**
     * Send it only once.
     *
     * @param sentAt by the store's clock
     */
    public ScriptCall begin(SessionWrite write, long sentAt, ShardKeys of) {
        return first(NOTHING, write, bytes(sentAt), of);
    }

    private ScriptCall first(byte[] foreign, SessionWrite write, byte[] sentAt, ShardKeys of) {
        var indexed = scripted && write.user() != null;
        var index = write.user() == null || !scripted ? of.expiries() : bytes(settings.userIndex(write.user()));
        return new ScriptCall(Script.ADOPT, List.of(of.session(write.id()), of.expiries(), index), new Object[] {
            foreign,
            write.document(),
            bytes(write.idle()),
            bytes(write.until()),
            times.grace(),
            bytes(write.id().value()),
            bytes(indexed ? 1 : 0),
            sentAt
        });
    }

    /** Whether the script did what it is for. */
    public static boolean isDone(Object reply) {
        return Long.valueOf(1).equals(reply);
    }

    public ScriptCall hash(String key) {
        return new ScriptCall(
                Script.FORMER, List.of(bytes(key), bytes(settings.claimed(key))), new Object[] {bytes(REPEATABLE)});
    }

    public static FormerHash hash(Object reply) {
        if (isDone(reply)) {
            return new FormerHash.Taken();
        }
        return reply instanceof List<?> all && !all.isEmpty() ? fields(all) : new FormerHash.None();
    }

    private static FormerHash fields(List<?> all) {
        var fields = new LinkedHashMap<String, byte[]>();
        for (var i = 0; i + 1 < all.size(); i += 2) {
            fields.put(ReplyValues.text(ReplyValues.at(all, i)), ReplyValues.data(ReplyValues.at(all, i + 1)));
        }
        return new FormerHash.Fields(fields);
    }

    public ScriptCall claim(String key) {
        return new ScriptCall(Script.RESERVE, List.of(bytes(settings.claimed(key))), new Object[] {
            bytes(REPEATABLE), bytes(CLAIM_KEPT)
        });
    }

    public ScriptCall discard(String key) {
        return new ScriptCall(Script.DISCARD, List.of(bytes(key)), new Object[0]);
    }
}
