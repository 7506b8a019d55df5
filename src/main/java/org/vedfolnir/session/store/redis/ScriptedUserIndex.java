package org.vedfolnir.session.store.redis;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.script.SessionIndexScripts;
import org.vedfolnir.session.store.redis.script.UserIndexScripts;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * The indexes of users on one Redis: the script of a change updates the index too, so nothing remains to be done before
 * and after. Thread-safe.
 */
record ScriptedUserIndex(ScriptRunner runner, UserIndexScripts scripts) implements UserIndex {

    @Override
    public List<SessionId> sessionsOf(String user) {
        return SessionIndexScripts.ids(runner.executeIdempotent(scripts.members(user)));
    }

    @Override
    public SaveResult.@Nullable Full beforeSave(SessionWrite write) {
        return null;
    }

    @Override
    public void afterSave(SessionWrite write) {
        // the script has updated the index
    }

    @Override
    public void beforeAdoption(SessionWrite write) {
        // the script will update the index
    }

    @Override
    public void onOpened(SessionId id, long lastAccess, long idle, long until, Supplier<@Nullable String> user) {
        // a failover loses both or none
    }

    @Override
    public void onEnded(RedisSettings owner, @Nullable String user, SessionId id) {
        // the script has updated the index
    }
}
