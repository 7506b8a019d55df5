package org.vedfolnir.session.node;

import java.util.regex.Pattern;
import org.vedfolnir.session.store.redis.RealRedis;

/** Bytes in and out of Redis since this object was made, by Redis' own count, without those of the counting itself. */
public final class Traffic {

    private static final Pattern BYTES = Pattern.compile("total_net_(?:in|out)put_bytes:(\\d+)");

    private final RealRedis redis;
    private final long began;
    private final long counting;

    public Traffic(RealRedis redis) {
        this.redis = redis;
        var first = bytes();
        this.began = bytes();
        this.counting = began - first;
    }

    public long perRequest(int requests) {
        return (bytes() - began - counting) / requests;
    }

    private long bytes() {
        var sum = 0L;
        var found = BYTES.matcher(String.valueOf(redis.command("INFO", "stats")));
        while (found.find()) {
            sum += Long.parseLong(found.group(1));
        }
        return sum;
    }
}
