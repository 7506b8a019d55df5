package org.vedfolnir.session.store.redis;

import static org.vedfolnir.session.store.redis.ScriptValues.bytes;
import static org.vedfolnir.session.store.redis.ScriptValues.list;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionOwner;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.redis.ScriptRunner.Call;

/**
 * The indexes of users on Redis Cluster, where they lie in other slots than the sessions and no script reaches both. An entry comes first and
 * goes last: one without a session, or of a session that has another user by now, is stepped over. Thread-safe.
 */
final class UserIndexes {

    private final ScriptRunner runner;
    private final RedisSettings settings;
    private final RedisSessionStore store;

    UserIndexes(ScriptRunner runner, RedisSettings settings, RedisSessionStore store) {
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
        var looks = looks(others);
        for (var i = 0; i < others.size(); i++) {
            if (looks.get(i) instanceof List<?> found) {
                var session = store.stored(found);
                count++;
                if (session.lastAccess() < since) {
                    since = session.lastAccess();
                    oldest = new SaveResult.Full(others.get(i), session.document());
                }
            }
        }
        return count >= write.mostSessions() ? oldest : null;
    }

    List<SessionId> sessionsOf(String user) {
        var ids = enrolled(user);
        var looks = looks(ids);
        return IntStream.range(0, ids.size())
                .filter(i -> looks.get(i) instanceof List<?>)
                .mapToObj(ids::get)
                .toList();
    }

    private List<SessionId> enrolled(String user) {
        return list(runner.runTwice(Script.ENROLLED, List.of(bytes(settings.userIndex(user))))).stream()
                .map(ScriptValues::id)
                .toList();
    }

    private List<Object> looks(List<SessionId> ids) {
        return runner.together(ids.stream().map(store::look).toList());
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

    Call entry(SessionId id, SessionOwner owner) {
        return entry(owner.user(), id, owner.idle(), owner.until());
    }

    private Call entry(String user, SessionId id, long idle, long until) {
        var live = store.lives(idle, until);
        var kept = live > 0 ? live + settings.grace().toMillis() : 0;
        return new Call(
                Script.ENROLL, List.of(bytes(settings.userIndex(user))), new Object[] {bytes(id.value()), bytes(kept)});
    }

    /** Returns when the session is not listed as that user's any more. */
    void leave(@Nullable String user, SessionId id) {
        if (user != null) {
            runner.together(List.of(withdrawal(settings, user, id)));
        }
    }

    /** Of a session that is over, which opens nothing: it may be listed for a while. */
    void forget(RedisSettings owner, @Nullable String user, SessionId id) {
        if (user != null) {
            runner.send(List.of(withdrawal(owner, user, id)));
        }
    }

    private static Call withdrawal(RedisSettings owner, String user, SessionId id) {
        return new Call(Script.WITHDRAW, List.of(bytes(owner.userIndex(user))), new Object[] {bytes(id.value())});
    }
}
