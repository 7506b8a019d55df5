package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vedfolnir.session.digest.Digests;
import org.vedfolnir.session.store.ForeignSessions.FormerHash;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.redis.keys.ShardKeys;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * {@code foreign.lua} and {@code adopt.lua}: read a value that is not a document of ours, and replace it with one.
 * {@code former.lua}, {@code reserve.lua}, {@code release.lua} and {@code discard.lua} do the same for a hash of another
 * manager at a key of its own, whose document begins by {@code save.lua}. All are idempotent. Immutable.
 *
 * @param scripted as in {@link SaveScript}
 */
public record ForeignScripts(RedisSettings settings, SessionTimes times, boolean scripted) {

    /**
     * How long a claim may be repeated. The tombstone of a session that has ended since is kept longer, and {@link
     * #sentAt} takes some of that time.
     */
    private static final long REPEATABLE = Duration.ofSeconds(45).toMillis();

    /** At least: as long as the hash, otherwise. */
    private static final long CLAIM_KEPT = Duration.ofDays(1).toMillis();

    public ScriptCall read(byte[] key) {
        return new ScriptCall(Script.FOREIGN, List.of(key), new Object[0]);
    }

    /** Returns the value; empty if there is none, or if it is not text. */
    public static Optional<byte[]> value(Object reply) {
        return reply instanceof byte[] value ? Optional.of(value) : Optional.empty();
    }

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

    /**
     * Returns the time of sending for {@code save.lua}, of a session that could have begun at the given time. On Redis
     * Cluster that is the time of the master of the hash, whose clock may be ahead of that of the session's master.
     */
    public long sentAt(long since) {
        return since - settings.grace().toMillis() / 12;
    }

    /** Whether the script did what it is for. */
    public static boolean isDone(Object reply) {
        return Long.valueOf(1).equals(reply);
    }

    /** @param id under which the session is stored here */
    public ScriptCall hash(String key, SessionId id) {
        return new ScriptCall(Script.FORMER, List.of(bytes(key), claimKey(key)), new Object[] {
            bytes(REPEATABLE), bytes(CLAIM_KEPT), digest(id)
        });
    }

    private byte[] claimKey(String key) {
        return bytes(settings.claimed(key));
    }

    /** A claim is kept longer than the session, so it does not contain its id. */
    private static byte[] digest(SessionId id) {
        return bytes(Digests.base64OfSha256(id.value()));
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

    public ScriptCall claim(String key, SessionId id) {
        return new ScriptCall(Script.RESERVE, List.of(claimKey(key), bytes(key)), new Object[] {
            bytes(REPEATABLE), bytes(CLAIM_KEPT), digest(id)
        });
    }

    /** Returns when the session was claimed, by Redis' clock; empty if it was claimed for another id, or earlier. */
    public static OptionalLong claimedAt(Object reply) {
        return reply instanceof Long at && at > 0 ? OptionalLong.of(at) : OptionalLong.empty();
    }

    public ScriptCall release(String key, SessionId id) {
        return new ScriptCall(Script.RELEASE, List.of(claimKey(key)), new Object[] {digest(id)});
    }

    public ScriptCall discard(String key) {
        return new ScriptCall(Script.DISCARD, List.of(bytes(key)), new Object[0]);
    }
}
