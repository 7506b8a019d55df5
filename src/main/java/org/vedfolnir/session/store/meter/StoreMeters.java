package org.vedfolnir.session.store.meter;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.vedfolnir.session.event.EndReason;

/** The counts of one manager on this node, from its creation on. Thread-safe. */
public final class StoreMeters implements StoreMeter {

    private final LatencyHistogram roundTrips = new LatencyHistogram();
    private final LongAdder[] counts = adders(StoreCount.values().length);
    private final LongAdder[] ended = adders(EndReason.values().length);

    private static LongAdder[] adders(int number) {
        return Stream.generate(LongAdder::new).limit(number).toArray(LongAdder[]::new);
    }

    @Override
    public void roundTrip(long nanos) {
        roundTrips.record(nanos);
    }

    @Override
    public void add(StoreCount what, long more) {
        counts[what.ordinal()].add(more);
    }

    @Override
    public void ended(EndReason reason) {
        ended[reason.ordinal()].increment();
    }

    public long sum(StoreCount what) {
        return counts[what.ordinal()].sum();
    }

    /** Returns how many sessions this node ended, for each reason, in the order of the reasons. */
    public Map<EndReason, Long> ended() {
        var sums = new EnumMap<EndReason, Long>(EndReason.class);
        for (var reason : EndReason.values()) {
            sums.put(reason, ended[reason.ordinal()].sum());
        }
        return sums;
    }

    /** Returns the latency of the calls that got a reply. */
    public Latency latency() {
        return roundTrips.latency();
    }
}
