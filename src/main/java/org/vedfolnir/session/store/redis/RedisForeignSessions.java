package org.vedfolnir.session.store.redis;

import java.util.Optional;
import org.vedfolnir.session.store.ForeignSessions;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.keys.ApplicationKeys;
import org.vedfolnir.session.store.redis.script.ForeignScripts;

/** Values of other programs at the keys of sessions. Thread-safe. */
record RedisForeignSessions(ScriptRunner runner, ApplicationKeys keys, ForeignScripts scripts, UserIndex users)
        implements ForeignSessions {

    @Override
    public Optional<byte[]> value(SessionId id) {
        return ForeignScripts.value(runner.executeIdempotent(scripts.read(keys.session(id))));
    }

    @Override
    public boolean adopt(byte[] foreign, SessionWrite write) {
        users.beforeAdoption(write);
        return ForeignScripts.isAdopted(runner.executeOnce(scripts.adopt(foreign, write, keys.of(write.id()))));
    }
}
