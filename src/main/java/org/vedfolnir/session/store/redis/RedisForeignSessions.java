package org.vedfolnir.session.store.redis;

import java.util.Optional;
import org.vedfolnir.session.store.ForeignSessions;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.keys.ApplicationKeys;
import org.vedfolnir.session.store.redis.script.ForeignScripts;
import org.vedfolnir.session.store.redis.script.StoreClock;

/** Values of other programs at the keys of sessions, and hashes of another manager. Thread-safe. */
record RedisForeignSessions(
        ScriptRunner runner, ApplicationKeys keys, ForeignScripts scripts, UserIndex users, StoreClock clock)
        implements ForeignSessions {

    @Override
    public Optional<byte[]> value(SessionId id) {
        return ForeignScripts.value(runner.executeIdempotent(scripts.read(keys.session(id))));
    }

    @Override
    public boolean adopt(byte[] foreign, SessionWrite write) {
        users.beforeAdoption(write);
        return ForeignScripts.isDone(runner.executeOnce(scripts.adopt(foreign, write, keys.of(write.id()))));
    }

    @Override
    public FormerHash hash(String key) {
        return ForeignScripts.hash(runner.executeIdempotent(scripts.hash(key)));
    }

    @Override
    public boolean claim(String key) {
        return ForeignScripts.isDone(runner.executeIdempotent(scripts.claim(key)));
    }

    @Override
    public boolean begin(SessionWrite write) {
        users.beforeAdoption(write);
        return ForeignScripts.isDone(runner.executeOnce(scripts.begin(write, clock.now(), keys.of(write.id()))));
    }

    @Override
    public void discard(String key) {
        runner.executeIdempotent(scripts.discard(key));
    }
}
