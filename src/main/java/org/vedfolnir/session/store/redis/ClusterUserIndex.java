package org.vedfolnir.session.store.redis;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;
import static org.vedfolnir.session.store.redis.script.ReplyValues.list;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionOwner;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.StoreUnavailableException;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.script.ReplyValues;
import org.vedfolnir.session.store.redis.script.Script;
import org.vedfolnir.session.store.redis.script.ScriptCall;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * The indexes of users on Redis Cluster, where they lie in other slots than the sessions and no script reaches both. An entry comes first and
 * goes last: one without a session, or of a session that has another user by now, is stepped over. Whoever steps over one whose session is over, and
 * not merely out of reach or about to begin, takes it out. Thread-safe.
 */
final class ClusterUserIndex {

    private static final byte[] WHENEVER = {};

    private final ScriptRunner runner;
    private final RedisSettings settings;
    private final RedisSessionStore store;

    ClusterUserIndex(ScriptRunner runner, RedisSettings settings, RedisSessionStore store) {
        this.runner = runner;
        this.settings = settings;
        this.store = store;
    }

    /**
     * The session of a user who has as many as allowed that was not used for the longest time. Counted before the save and not in it: of
     * sign-ins at the very same moment one more than allowed may find room.
     */
    SaveResult.@Nullable Full full(SessionWrite write) {
        if (write.mostSessions() == 0 || write.user() == null) {
            return null;
        }
        var others = enrolled(write.user());
        if (others.contains(write.currentId())) {
            return null; // it is one of them already
        }
        var count = 0;
        var since = Long.MAX_VALUE;
        SaveResult.Full oldest = null;
        StoreUnavailableException unknown = null;
        var looks = looks(write.user(), others);
        for (var i = 0; i < others.size(); i++) {
            if (looks.get(i) instanceof StoreUnavailableException failure) {
                unknown = failure;
                count++; // its master is away, so it may live
            } else if (looks.get(i) instanceof List<?> found) {
                var session = store.stored(found);
                count++;
                if (session.lastAccess() < since) {
                    since = session.lastAccess();
                    oldest = new SaveResult.Full(others.get(i), session.document());
                }
            }
        }
        if (count >= write.mostSessions() && oldest == null && unknown != null) {
            throw unknown;
        }
        return count >= write.mostSessions() ? oldest : null;
    }

    List<SessionId> sessionsOf(String user) {
        var ids = enrolled(user);
        var looks = looks(user, ids);
        // those of a master that does not answer are among them: whoever ends or shows all asks for each, and hears of
        // it
        return IntStream.range(0, ids.size())
                .filter(i -> looks.get(i) instanceof List<?> || looks.get(i) instanceof StoreUnavailableException)
                .mapToObj(ids::get)
                .toList();
    }

    private List<SessionId> enrolled(String user) {
        return list(runner.runTwice(Script.ENROLLED, List.of(bytes(settings.userIndex(user))))).stream()
                .map(ReplyValues::id)
                .toList();
    }

    /** What lies there, the failure of a master that does not answer, or a number for none; those that are over leave the index. */
    private List<Object> looks(String user, List<SessionId> ids) {
        var looks = runner.each(ids.stream().map(store::look).toList());
        var over = IntStream.range(0, ids.size())
                .filter(i -> Long.valueOf(RedisSessionStore.GONE).equals(looks.get(i)))
                .mapToObj(ids::get)
                .toList();
        if (!over.isEmpty()) {
            // what was sent a grace ago and is not there never begins; see isLate in the prelude
            runner.send(
                    List.of(withdrawal(settings, user, bytes(settings.grace().toMillis()), over)));
        }
        return looks;
    }

    /** Returns when the user's index has the session. */
    void enter(SessionWrite write) {
        if (write.user() != null) {
            runner.together(List.of(entry(write.user(), write.id(), write.idle(), write.until())));
        }
    }

    /** Makes an entry again that a failover may have lost; nobody waits for that. */
    void renew(SessionId id, long idle, long until, @Nullable String user) {
        if (user != null) {
            runner.send(List.of(entry(user, id, idle, until)));
        }
    }

    ScriptCall entry(SessionId id, SessionOwner owner) {
        return entry(owner.user(), id, owner.idle(), owner.until());
    }

    private ScriptCall entry(String user, SessionId id, long idle, long until) {
        var live = store.lives(idle, until);
        var kept = live > 0 ? live + settings.grace().toMillis() : 0;
        return new ScriptCall(
                Script.ENROLL, List.of(bytes(settings.userIndex(user))), new Object[] {bytes(id.value()), bytes(kept)});
    }

    /** Returns when the session is not listed as that user's any more. */
    void leave(@Nullable String user, SessionId id) {
        if (user != null) {
            runner.together(List.of(withdrawal(settings, user, WHENEVER, List.of(id))));
        }
    }

    /** Of a session that is over, which opens nothing: it may be listed for a while. */
    void forget(RedisSettings owner, @Nullable String user, SessionId id) {
        if (user != null) {
            runner.send(List.of(withdrawal(owner, user, WHENEVER, List.of(id))));
        }
    }

    /** @param entered how many ms ago at least */
    private static ScriptCall withdrawal(RedisSettings owner, String user, byte[] entered, List<SessionId> ids) {
        var arguments = new ArrayList<Object>(List.of(entered));
        ids.forEach(id -> arguments.add(bytes(id.value())));
        return new ScriptCall(Script.WITHDRAW, List.of(bytes(owner.userIndex(user))), arguments.toArray());
    }
}
