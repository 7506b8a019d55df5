package org.vedfolnir.session.store;

import java.util.Map;
import java.util.function.LongSupplier;

/** Tries in a map, which is its lock too. */
record MemoryAttemptStore(Map<String, Lane> lanes, LongSupplier clock) implements AttemptStore {

    /** When it may be tried again, and when it is forgotten; ms. */
    record Lane(int count, long ready, long forgotten) {}

    private static final Lane NONE = new Lane(0, 0, 0);

    private Lane lane(String name) {
        var lane = lanes.getOrDefault(name, NONE);
        return lane.forgotten() > clock.getAsLong() ? lane : NONE;
    }

    @Override
    public long attempt(String name, Waits waits) {
        synchronized (lanes) {
            var now = clock.getAsLong();
            var lane = lane(name);
            if (lane.ready() > now) {
                return lane.ready() - now;
            }
            var count = lane.count() + 1;
            var wait = 0L;
            if (count >= waits.free()) {
                wait = waits.first();
                for (var i = waits.free(); i < count && wait < waits.longest(); i++) {
                    wait *= 2;
                }
                wait = Math.min(wait, waits.longest());
            }
            lanes.put(name, new Lane(count, now + wait, now + wait + waits.remembered()));
            return 0;
        }
    }

    @Override
    public void pardon(String name) {
        synchronized (lanes) {
            var lane = lane(name);
            lanes.put(name, new Lane(Math.max(0, lane.count() - 1), 0, lane.forgotten()));
        }
    }

    @Override
    public void forget(String name) {
        synchronized (lanes) {
            lanes.remove(name);
        }
    }
}
