package org.vedfolnir.session.store.redis;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;

import java.util.List;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.store.Fingerprint;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SignOnStore;
import org.vedfolnir.session.store.redis.execution.ScriptReply;
import org.vedfolnir.session.store.redis.script.ReplyValues;
import org.vedfolnir.session.store.redis.script.SaveArguments;
import org.vedfolnir.session.store.redis.script.Script;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * Single sign-ons in Redis, by the scripts of sessions: in no index and without events, so that one key is all of a sign-on, on Redis Cluster
 * too. Thread-safe.
 */
final class RedisSignOnStore implements SignOnStore {

    private static final byte[] NOTHING = {};
    private static final byte[] NO = bytes(0);
    /** It has no event of its own, so nobody asks whose end it was. */
    private static final byte[] NO_EVENT = {'-'};

    private final RedisSessionStore sessions;
    private final RedisSettings settings;

    RedisSignOnStore(RedisSessionStore sessions, RedisSettings settings) {
        this.sessions = sessions;
        this.settings = settings;
    }

    @Override
    public OpenResult open(SessionId signOn, Fingerprint known, boolean use) {
        return sessions.opened(bytes(key(signOn)), known, use);
    }

    @Override
    public SaveResult save(SessionId signOn, long expected, byte[] document, long idle, long until) {
        var key = bytes(key(signOn));
        return answer(sessions.save(
                expected,
                List.of(key, key),
                sentAt -> new SaveArguments(
                                expected, document, RedisSessionStore.base(Fingerprint.NONE, sentAt), NOTHING)
                        .ends(
                                idle,
                                until,
                                bytes(settings.grace().toMillis()),
                                bytes(settings.slack().most()))
                        .ids("", signOn, signOn)
                        .alone()
                        .toArray(),
                expected > 0 && sessions.waits()));
    }

    private SaveResult answer(ScriptReply sent) {
        if (sent.value() instanceof List<?> current) {
            return sessions.stale(current, sent.again());
        }
        var now = ReplyValues.whole(sent.value());
        return now == RedisSessionStore.GONE ? new SaveResult.Gone() : new SaveResult.Saved(sessions.told(now));
    }

    @Override
    public void remove(SessionId signOn) {
        sessions.run(sessions.waits(), Script.END, List.of(bytes(key(signOn))), new Object[] {
            bytes(signOn.value()),
            bytes(settings.grace().toMillis()),
            NO,
            NO,
            NOTHING,
            bytes(EndReason.SIGNED_OUT.name()),
            NO,
            NO_EVENT
        });
    }

    @Override
    public String key(SessionId signOn) {
        return settings.signOn(signOn.value());
    }
}
