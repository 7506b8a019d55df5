package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;

import java.util.ArrayList;
import java.util.List;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * {@code members.lua}, {@code enrolled.lua}, {@code enroll.lua} and {@code withdraw.lua}: the index of a user's
 * sessions, in one key. Immutable.
 */
public record UserIndexScripts(RedisSettings settings, SessionTimes times) {

    private static final byte[] WHENEVER = {};

    /** Reads the live sessions, if sessions and index are on one Redis. */
    public ScriptCall members(String user) {
        return new ScriptCall(
                Script.MEMBERS, index(settings, user), new Object[] {bytes(settings.keyPrefix()), times.grace()});
    }

    /** Reads all entries, including those of ended sessions. */
    public ScriptCall enrolled(String user) {
        return new ScriptCall(Script.ENROLLED, index(settings, user), new Object[0]);
    }

    /** Only this store writes these ids, so an invalid one is an error. */
    public static List<SessionId> enrolled(Object reply) {
        return ReplyValues.list(reply).stream().map(ReplyValues::id).toList();
    }

    /** Adds an entry, or extends it for as long as the session may live. */
    public ScriptCall enroll(String user, SessionId id, long idle, long until, StoreClock clock) {
        return new ScriptCall(Script.ENROLL, index(settings, user), new Object[] {
            bytes(id.value()), bytes(times.entryLifetime(idle, until, clock))
        });
    }

    /** Removes an entry. */
    public ScriptCall withdraw(String user, SessionId id) {
        return withdraw(settings, user, id);
    }

    /** @param owner the settings of the application to which the session belongs */
    public static ScriptCall withdraw(RedisSettings owner, String user, SessionId id) {
        return withdraw(owner, user, WHENEVER, List.of(id));
    }

    /**
     * Removes entries older than the grace: a session that was sent then and does not exist never begins
     * ({@code isLate} in the prelude).
     */
    public ScriptCall withdrawOld(String user, List<SessionId> ids) {
        return withdraw(settings, user, times.grace(), ids);
    }

    private static ScriptCall withdraw(RedisSettings owner, String user, byte[] entered, List<SessionId> ids) {
        var arguments = new ArrayList<Object>(List.of(entered));
        ids.forEach(id -> arguments.add(bytes(id.value())));
        return new ScriptCall(Script.WITHDRAW, index(owner, user), arguments.toArray());
    }

    private static List<byte[]> index(RedisSettings owner, String user) {
        return List.of(bytes(owner.userIndex(user)));
    }
}
