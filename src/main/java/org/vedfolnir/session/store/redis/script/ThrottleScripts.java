package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;
import static org.vedfolnir.session.store.redis.script.ReplyValues.whole;

import java.util.List;
import org.vedfolnir.session.store.Throttle.BackoffPolicy;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/** {@code attempt.lua} and {@code refund.lua}: throttle attempts, counted in a key for each bucket. Immutable. */
public record ThrottleScripts(RedisSettings settings) {

    private static final byte[] ONE = bytes(0);
    private static final byte[] ALL = bytes(1);

    public ScriptCall attempt(String bucket, BackoffPolicy policy) {
        return new ScriptCall(Script.ATTEMPT, key(bucket), new Object[] {
            bytes(policy.free()), bytes(policy.first()), bytes(policy.longest()), bytes(policy.remembered())
        });
    }

    /** Returns how many ms are left to wait; 0 if the attempt was counted. */
    public static long remaining(Object reply) {
        return whole(reply);
    }

    /** Send it only once. */
    public ScriptCall refundOne(String bucket) {
        return new ScriptCall(Script.REFUND, key(bucket), new Object[] {ONE});
    }

    public ScriptCall refundAll(String bucket) {
        return new ScriptCall(Script.REFUND, key(bucket), new Object[] {ALL});
    }

    private List<byte[]> key(String bucket) {
        return List.of(bytes(settings.bucket(bucket)));
    }
}
