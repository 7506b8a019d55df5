package org.vedfolnir.session.store;

import java.util.Map;
import java.util.function.LongSupplier;

/** A throttle in memory. The map is its lock too. */
record MemoryThrottle(Map<String, Bucket> buckets, LongSupplier clock) implements Throttle {

    /** When the next attempt is allowed, and when the bucket is forgotten, in ms. */
    record Bucket(int count, long ready, long forgotten) {}

    private static final Bucket NONE = new Bucket(0, 0, 0);

    private Bucket bucket(String name) {
        var bucket = buckets.getOrDefault(name, NONE);
        return bucket.forgotten() > clock.getAsLong() ? bucket : NONE;
    }

    @Override
    public long attempt(String name, BackoffPolicy policy) {
        synchronized (buckets) {
            var now = clock.getAsLong();
            var bucket = bucket(name);
            if (bucket.ready() > now) {
                return bucket.ready() - now;
            }
            var count = bucket.count() + 1;
            var wait = 0L;
            if (count >= policy.free()) {
                wait = policy.first();
                for (var i = policy.free(); i < count && wait < policy.longest(); i++) {
                    wait *= 2;
                }
                wait = Math.min(wait, policy.longest());
            }
            buckets.put(name, new Bucket(count, now + wait, now + wait + policy.remembered()));
            return 0;
        }
    }

    @Override
    public void refund(String name) {
        synchronized (buckets) {
            var bucket = bucket(name);
            buckets.put(name, new Bucket(Math.max(0, bucket.count() - 1), 0, bucket.forgotten()));
        }
    }

    @Override
    public void forget(String name) {
        synchronized (buckets) {
            buckets.remove(name);
        }
    }
}
