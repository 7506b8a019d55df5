package org.vedfolnir.session.node;

import org.vedfolnir.session.store.redis.RealRedis;

/** Number of recorded events in a Redis, with those that a sum still counts. */
public final class RecordedCounts {

    private static final String COUNT = """
        local count = 0
        for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '-', '+')) do
          local fields = {count = 1}
          for i = 1, #entry[2], 2 do fields[entry[2][i]] = entry[2][i + 1] end
          count = count + fields.count
        end
        for _, sum in ipairs(redis.call('HVALS', '{' .. KEYS[1] .. '}:sums')) do
          count = count + cjson.decode(sum).count
        end
        return count
        """;

    private RecordedCounts() {}

    public static long of(RealRedis redis) {
        return Long.parseLong(String.valueOf(redis.command("EVAL", COUNT, "1", "vedfolnir:events")));
    }

    /** Number of entries. */
    public static long entries(RealRedis redis) {
        return Long.parseLong(String.valueOf(redis.command("XLEN", "vedfolnir:events")));
    }
}
