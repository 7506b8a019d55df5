package org.vedfolnir.session.store.redis;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionOwner;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.keys.ApplicationKeys;
import org.vedfolnir.session.store.redis.script.IndexMembership;
import org.vedfolnir.session.store.redis.script.OpenScript;
import org.vedfolnir.session.store.redis.script.ScriptCall;
import org.vedfolnir.session.store.redis.script.StoreClock;
import org.vedfolnir.session.store.redis.script.UserIndexScripts;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * The indexes of users on Redis Cluster, where they lie in other slots than the sessions and no script reaches both. An entry comes first and
 * goes last: one without a session, or of a session that has another user by now, is stepped over. Whoever steps over one whose session is over, and
 * not merely out of reach or about to begin, takes it out. Thread-safe.
 */
record ClusterUserIndex(
        ScriptRunner runner, ApplicationKeys keys, OpenScript open, UserIndexScripts scripts, StoreClock clock)
        implements UserIndex {

    @Override
    public SaveResult.@Nullable Full beforeSave(SessionWrite write) {
        if (IndexMembership.joins(write)) {
            var full = full(write);
            if (full != null) {
                return full;
            }
            enter(write);
        } else if (IndexMembership.enters(write)) {
            renew(write.id(), write.idle(), write.until(), write.user());
        }
        return null;
    }

    /**
     * The session of a user who has as many as allowed that was not used for the longest time. Counted before the save and not in it: of
     * sign-ins at the very same moment one more than allowed may find room.
     */
    private SaveResult.@Nullable Full full(SessionWrite write) {
        if (write.mostSessions() == 0 || write.user() == null) {
            return null;
        }
        var others = enrolled(write.user());
        if (others.contains(write.currentId())) {
            return null; // it is one of them already
        }
        var found = found(write.user(), others);
        var count = 0;
        var since = Long.MAX_VALUE;
        SaveResult.Full oldest = null;
        StoreUnavailableException unknown = null;
        for (var i = 0; i < others.size(); i++) {
            if (found.get(i) instanceof StoreUnavailableException failure) {
                unknown = failure;
                count++; // its master is away, so it may live
            } else if (found.get(i) instanceof List<?> document) {
                var session = OpenScript.stored(document, clock);
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

    @Override
    public void afterSave(SessionWrite write) {
        if (write.formerId() != null) {
            ended(scripts.settings(), write.formerUser(), write.formerId());
        } else if (write.formerUser() != null && IndexMembership.leaves(write)) {
            // returns when the session is not listed as that user's any more
            runner.executeAll(List.of(scripts.withdraw(write.formerUser(), write.id())));
        }
    }

    @Override
    public void beforeAdoption(SessionWrite write) {
        enter(write);
    }

    /** Returns when the user's index has the session. */
    private void enter(SessionWrite write) {
        if (write.user() != null) {
            runner.executeAll(List.of(scripts.enroll(write.user(), write.id(), write.idle(), write.until(), clock)));
        }
    }

    /** A session without an idle timeout has no end that moves: of these, saves renew the entry. */
    @Override
    public void used(SessionId id, long lastAccess, long idle, long until, Supplier<@Nullable String> user) {
        if (scripts.times().isRecorded(clock.now() - lastAccess, idle)) {
            renew(id, idle, until, user.get());
        }
    }

    /** Makes an entry again that a failover may have lost; nobody waits for that. */
    private void renew(SessionId id, long idle, long until, @Nullable String user) {
        if (user != null) {
            runner.fireAndForget(List.of(scripts.enroll(user, id, idle, until, clock)));
        }
    }

    @Override
    public void ended(RedisSettings owner, @Nullable String user, SessionId id) {
        if (user != null) {
            runner.fireAndForget(List.of(UserIndexScripts.withdraw(owner, user, id)));
        }
    }

    /** Those of a master that does not answer are among them: whoever ends or shows all asks for each, and hears of it. */
    @Override
    public List<SessionId> sessionsOf(String user) {
        var ids = enrolled(user);
        var found = found(user, ids);
        return IntStream.range(0, ids.size())
                .filter(i -> found.get(i) instanceof List<?> || found.get(i) instanceof StoreUnavailableException)
                .mapToObj(ids::get)
                .toList();
    }

    private List<SessionId> enrolled(String user) {
        return UserIndexScripts.enrolled(runner.executeIdempotent(scripts.enrolled(user)));
    }

    /** What lies there, the failure of a master that does not answer, or a number for none; those that are over leave the index. */
    private List<Object> found(String user, List<SessionId> ids) {
        var found = runner.executeEach(ids.stream().map(this::peek).toList());
        var over = IntStream.range(0, ids.size())
                .filter(i -> OpenScript.isGone(found.get(i)))
                .mapToObj(ids::get)
                .toList();
        if (!over.isEmpty()) {
            runner.fireAndForget(List.of(scripts.withdrawOld(user, over)));
        }
        return found;
    }

    ScriptCall peek(SessionId id) {
        return open.peek(keys.session(id));
    }

    ScriptCall entry(SessionId id, SessionOwner owner) {
        return scripts.enroll(owner.user(), id, owner.idle(), owner.until(), clock);
    }
}
