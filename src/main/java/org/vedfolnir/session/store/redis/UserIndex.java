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

    /** Returns the live sessions of a user, as in the port. */
    List<SessionId> sessionsOf(String user);

    /** Before a change: returns the result if the user has reached the limit of sessions; otherwise null. */
    SaveResult.@Nullable Full beforeSave(SessionWrite write);

    /** After a change that was saved. */
    void afterSave(SessionWrite write);

    /** Before a document replaces a foreign value. */
    void beforeAdoption(SessionWrite write);

    /** A session was opened that was last used at this time, as in the port. */
    void onOpened(SessionId id, long lastAccess, long idle, long until, Supplier<@Nullable String> user);

    /**
     * A session is over; its entry may remain for a while.
     *
     * @param owner the settings of its application
     */
    void onEnded(RedisSettings owner, @Nullable String user, SessionId id);
}
