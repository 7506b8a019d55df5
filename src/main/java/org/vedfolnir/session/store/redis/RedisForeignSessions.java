package org.vedfolnir.session.store.redis;

import java.util.Optional;
import org.vedfolnir.session.store.ForeignSessions;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.keys.ApplicationKeys;
import org.vedfolnir.session.store.redis.script.ForeignScripts;
import org.vedfolnir.session.store.redis.script.SaveScript;
import org.vedfolnir.session.store.redis.script.StoreClock;

/** Values of other programs at the keys of sessions, and hashes of another manager. Thread-safe. */
record RedisForeignSessions(
        ScriptRunner runner,
        ApplicationKeys keys,
        ForeignScripts scripts,
        SaveScript save,
        UserIndex users,
        StoreClock clock)
        implements ForeignSessions {

    @Override
    public Optional<byte[]> value(SessionId id) {
        return ForeignScripts.value(runner.executeIdempotent(scripts.read(keys.session(id))));
    }

    @Override
    public boolean adopt(byte[] foreign, SessionWrite write) {
        users.beforeAdoption(write);
        return ForeignScripts.isDone(runner.executeIdempotent(scripts.adopt(foreign, write, keys.of(write.id()))));
    }

    @Override
    public FormerHash hash(String key, SessionId id) {
        return ForeignScripts.hash(runner.executeIdempotent(scripts.hash(key, id)));
    }

    /** Changes the user's index first: on Redis Cluster another master has it, and if that fails, nothing is claimed. */
    @Override
    public Claim claim(String key, SessionWrite write) {
        var full = users.beforeSave(write);
        if (full != null) {
            return new Claim.Full(full);
        }
        var since = ForeignScripts.claimedAt(runner.executeIdempotent(scripts.claim(key, write.id())));
        return since.isPresent() ? new Claim.Held(since.getAsLong()) : new Claim.Lost();
    }

    @Override
    public void release(String key, SessionId id) {
        runner.executeIdempotent(scripts.release(key, id));
    }

    /** The script rejects what was sent before the session that was at its key ended, or too long ago. */
    @Override
    public SaveResult begin(SessionWrite write, long since) {
        var full = users.beforeSave(write);
        if (full != null) {
            return full;
        }
        var reply = runner.executeIdempotent(save.call(write, keys.of(write.id()), scripts.sentAt(since)));
        return SaveScript.isLate(reply) ? new SaveResult.Gone() : SaveScript.reply(reply, clock);
    }

    @Override
    public void discard(String key) {
        runner.executeIdempotent(scripts.discard(key));
    }
}
