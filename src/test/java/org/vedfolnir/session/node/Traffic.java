package org.vedfolnir.session.node;

import java.util.regex.Pattern;
import org.vedfolnir.session.store.redis.RealRedis;

/** Bytes that went into and out of Redis since this was made, by its own count; what the counting costs is taken off. */
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
