package org.vedfolnir.session.store.redis;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;

import java.util.List;
import org.vedfolnir.session.store.AttemptStore;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.script.ReplyValues;
import org.vedfolnir.session.store.redis.script.Script;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/** Tries in Redis, a key for each lane. Thread-safe. */
final class RedisAttemptStore implements AttemptStore {

    private static final byte[] ONE = bytes(0);
    private static final byte[] ALL = bytes(1);

    private final ScriptRunner runner;
    private final RedisSettings settings;

    RedisAttemptStore(ScriptRunner runner, RedisSettings settings) {
        this.runner = runner;
        this.settings = settings;
    }

    /** Sent again when its answer is lost: the try may then count twice, and is never let through uncounted. */
    @Override
    public long attempt(String lane, Waits waits) {
        return ReplyValues.whole(runner.runTwice(
                Script.ATTEMPT,
                List.of(key(lane)),
                bytes(waits.free()),
                bytes(waits.first()),
                bytes(waits.longest()),
                bytes(waits.remembered())));
    }

    @Override
    public void pardon(String lane) {
        runner.runOnce(Script.PARDON, List.of(key(lane)), ONE);
    }

    @Override
    public void forget(String lane) {
        runner.runTwice(Script.PARDON, List.of(key(lane)), ALL);
    }

    private byte[] key(String lane) {
        return bytes(settings.attempts(lane));
    }
}
