package org.vedfolnir.session.store.redis;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/** The indexes of users' sessions. Thread-safe. */
interface UserIndex {

    /** The live sessions of a user, as the port says. */
    List<SessionId> sessionsOf(String user);

    /** Before a change: the result, when the user has as many sessions as allowed; else null. */
    SaveResult.@Nullable Full beforeSave(SessionWrite write);

    /** After a change that was saved. */
    void afterSave(SessionWrite write);

    /** Before a document takes the place of a foreign value. */
    void beforeAdoption(SessionWrite write);

    /** A session was opened that was last used before, as the port says. */
    void used(SessionId id, long lastAccess, long idle, long until, Supplier<@Nullable String> user);

    /**
     * A session is over, which opens nothing: it may be listed for a while.
     *
     * @param owner the settings of its application
     */
    void ended(RedisSettings owner, @Nullable String user, SessionId id);
}
