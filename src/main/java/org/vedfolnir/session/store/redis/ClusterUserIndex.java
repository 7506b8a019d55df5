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
 * The indexes of users on Redis Cluster, where they are in other slots than the sessions, so that no script reaches
 * both. An entry is added before the save and removed after it: readers skip an entry without a session, or of a
 * session that has another user by now. A reader that skips an entry removes it if the session is over, and not merely
 * out of reach or about to begin. Thread-safe.
 */
record ClusterUserIndex(
        ScriptRunner runner, ApplicationKeys keys, OpenScript open, UserIndexScripts scripts, StoreClock clock)
        implements UserIndex {

    @Override
    public SaveResult.@Nullable Full beforeSave(SessionWrite write) {
        if (IndexMembership.joins(write)) {
            var full = limitReached(write);
            if (full != null) {
                return full;
            }
            add(write);
        } else if (IndexMembership.enters(write)) {
            renew(write.id(), write.idle(), write.until(), write.user());
        }
        return null;
    }

    /**
     * Returns the least recently used session of a user who has reached the limit. Counts before the save and not in
     * it: simultaneous sign-ins may exceed the limit by one.
     */
    private SaveResult.@Nullable Full limitReached(SessionWrite write) {
        if (write.mostSessions() == 0 || write.user() == null) {
            return null;
        }
        var others = enrolled(write.user());
        if (others.contains(write.currentId())) {
            return null; // it is one of them already
        }
        var found = lookUp(write.user(), others);
        var count = 0;
        var since = Long.MAX_VALUE;
        SaveResult.Full oldest = null;
        StoreUnavailableException unknown = null;
        for (var i = 0; i < others.size(); i++) {
            if (found.get(i) instanceof StoreUnavailableException failure) {
                unknown = failure;
                count++; // its master is away, so it may be live
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
            onEnded(scripts.settings(), write.formerUser(), write.formerId());
        } else if (write.formerUser() != null && IndexMembership.leaves(write)) {
            // waits until the session is no longer listed for that user
            runner.executeAll(List.of(scripts.withdraw(write.formerUser(), write.id())));
        }
    }

    @Override
    public void beforeAdoption(SessionWrite write) {
        add(write);
    }

    /** Returns when the user's index has the session. */
    private void add(SessionWrite write) {
        if (write.user() != null) {
            runner.executeAll(List.of(scripts.enroll(write.user(), write.id(), write.idle(), write.until(), clock)));
        }
    }

    /** The entry of a session without an idle timeout is renewed by saves, since opening does not move its end. */
    @Override
    public void onOpened(SessionId id, long lastAccess, long idle, long until, Supplier<@Nullable String> user) {
        if (scripts.times().isRecorded(clock.now() - lastAccess, idle)) {
            renew(id, idle, until, user.get());
        }
    }

    /** Restores an entry that a failover may have lost, without waiting for it. */
    private void renew(SessionId id, long idle, long until, @Nullable String user) {
        if (user != null) {
            runner.fireAndForget(List.of(scripts.enroll(user, id, idle, until, clock)));
        }
    }

    @Override
    public void onEnded(RedisSettings owner, @Nullable String user, SessionId id) {
        if (user != null) {
            runner.fireAndForget(List.of(UserIndexScripts.withdraw(owner, user, id)));
        }
    }

    /**
     * Includes sessions of a master that does not answer: a caller that ends or shows all of them accesses each, and
     * sees the failure.
     */
    @Override
    public List<SessionId> sessionsOf(String user) {
        var ids = enrolled(user);
        var found = lookUp(user, ids);
        return IntStream.range(0, ids.size())
                .filter(i -> found.get(i) instanceof List<?> || found.get(i) instanceof StoreUnavailableException)
                .mapToObj(ids::get)
                .toList();
    }

    private List<SessionId> enrolled(String user) {
        return UserIndexScripts.enrolled(runner.executeIdempotent(scripts.enrolled(user)));
    }

    /**
     * Returns for each session its document, the failure of a master that does not answer, or a number if it is gone.
     * Removes ended sessions from the index.
     */
    private List<Object> lookUp(String user, List<SessionId> ids) {
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
