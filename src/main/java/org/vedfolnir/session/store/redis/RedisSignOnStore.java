package org.vedfolnir.session.store.redis;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;

import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SignOnStore;
import org.vedfolnir.session.store.redis.script.EndScript;
import org.vedfolnir.session.store.redis.script.SaveScript;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * Single sign-ons in Redis, by the scripts of sessions: without indexes and events, so that a sign-on has only one key,
 * on Redis Cluster too. Thread-safe.
 */
record RedisSignOnStore(RedisSettings settings, Documents documents, SaveScript save, EndScript end)
        implements SignOnStore {

    @Override
    public OpenResult open(SessionId signOn, DocumentTag known, boolean use) {
        return documents.open(bytes(key(signOn)), known, use);
    }

    @Override
    public SaveResult save(SessionId signOn, long expected, byte[] document, long idle, long until) {
        var key = bytes(key(signOn));
        return documents.save(
                expected, sentAt -> save.alone(key, expected, document, idle, until, sentAt), expected > 0);
    }

    @Override
    public void remove(SessionId signOn) {
        documents.takeAway(end.alone(bytes(key(signOn)), signOn));
    }

    @Override
    public String key(SessionId signOn) {
        return settings.signOn(signOn.value());
    }
}
