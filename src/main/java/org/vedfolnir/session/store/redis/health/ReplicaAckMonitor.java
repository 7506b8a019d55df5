package org.vedfolnir.session.store.redis.health;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;
import org.vedfolnir.session.store.redis.client.ReplicaAck;

/**
 * Writes that no replica confirmed, by Redis and reason. Counts them, and logs a reason once when it begins and once
 * when it is over, for all applications of this Tomcat. Thread-safe.
 */
public final class ReplicaAckMonitor {

    private static final System.Logger LOG = System.getLogger(ReplicaAckMonitor.class.getName());

    private final LogDeduplicator deduplicator;
    private final LongSupplier nanoTime;
    /** The time at which each was last observed. */
    private final Map<Absence, Long> current = new ConcurrentHashMap<>();

    private final LongAdder missed = new LongAdder();

    /** @param place of a Redis */
    private record Absence(String place, ReplicaAck why) {

        String state() {
            return why + " " + place;
        }

        /** The lack of a replica ends only with a confirmed write. */
        boolean isEndedBy(ReplicaAck now) {
            return now == ReplicaAck.DONE || why != ReplicaAck.NO_REPLICA && why != now;
        }
    }

    public ReplicaAckMonitor(LogDeduplicator deduplicator, LongSupplier nanoTime) {
        this.deduplicator = deduplicator;
        this.nanoTime = nanoTime;
    }

    /** @param copied whether a replica has the last write */
    public void note(String place, ReplicaAck copied) {
        if (copied != ReplicaAck.DONE) {
            missed.increment();
        }
        noteProbe(place, copied);
    }

    /** Records the same for a probe's write, without counting it. */
    public void noteProbe(String place, ReplicaAck copied) {
        if (copied != ReplicaAck.DONE) {
            begin(new Absence(place, copied));
        }
        if (!current.isEmpty()) {
            endOthers(place, copied);
        }
    }

    private void begin(Absence absence) {
        if (current.put(absence, nanoTime.getAsLong()) == null && deduplicator.begin(this, absence.state(), "")) {
            LOG.log(System.Logger.Level.WARNING, "DEGRADED: {0}", absence.why().sentence(absence.place()));
        }
    }

    /** Ends other reasons after a while: a slow replica confirms one write in time and not the next. */
    private void endOthers(String place, ReplicaAck now) {
        current.forEach((absence, last) -> {
            if (absence.place().equals(place)
                    && absence.isEndedBy(now)
                    && nanoTime.getAsLong() - last >= RefusalLog.CALM
                    && current.remove(absence, last)
                    && deduplicator.end(this, absence.state())) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "No longer so: {0}",
                        absence.why().what(place));
            }
        });
    }

    /** Forgets places where another Redis serves now, since no write waits for their replicas. */
    public void retain(Set<String> places) {
        current.keySet().stream().filter(each -> !places.contains(each.place())).forEach(left -> {
            current.remove(left);
            deduplicator.end(this, left.state());
        });
    }

    /** Returns the current problems: the text of each stays the same until it is over, and has been logged already. */
    public List<Concern> concerns() {
        return current.keySet().stream()
                .sorted(Comparator.comparing(Absence::place).thenComparing(Absence::why))
                .map(each -> new Concern(each.why().summary(), each.why().sentence(each.place())))
                .toList();
    }

    /** Returns how many writes waited in vain. */
    public long missed() {
        return missed.sum();
    }

    public void close() {
        deduplicator.remove(this);
    }
}
