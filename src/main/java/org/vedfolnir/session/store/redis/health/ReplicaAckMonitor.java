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

    private final LogDeduplicator said;
    private final LongSupplier nanoTime;
    /** The time at which each was last observed. */
    private final Map<Absence, Long> standing = new ConcurrentHashMap<>();

    private final LongAdder missed = new LongAdder();

    /** @param place of a Redis */
    private record Absence(String place, ReplicaAck why) {

        String thing() {
            return why + " " + place;
        }

        /** The lack of a replica ends only with a confirmed write. */
        boolean isEndedBy(ReplicaAck now) {
            return now == ReplicaAck.DONE || why != ReplicaAck.NO_REPLICA && why != now;
        }
    }

    public ReplicaAckMonitor(LogDeduplicator said, LongSupplier nanoTime) {
        this.said = said;
        this.nanoTime = nanoTime;
    }

    /** @param copied whether a replica has the last write */
    public void note(String place, ReplicaAck copied) {
        if (copied != ReplicaAck.DONE) {
            missed.increment();
        }
        noteTrial(place, copied);
    }

    /** Records the same for a probe's write, without counting it. */
    public void noteTrial(String place, ReplicaAck copied) {
        if (copied != ReplicaAck.DONE) {
            begins(new Absence(place, copied));
        }
        if (!standing.isEmpty()) {
            endOthers(place, copied);
        }
    }

    private void begins(Absence absence) {
        if (standing.put(absence, nanoTime.getAsLong()) == null && said.begins(this, absence.thing(), "")) {
            LOG.log(System.Logger.Level.WARNING, "DEGRADED: {0}", absence.why().sentence(absence.place()));
        }
    }

    /** Ends other reasons after a while: a slow replica confirms one write in time and not the next. */
    private void endOthers(String place, ReplicaAck now) {
        standing.forEach((absence, last) -> {
            if (absence.place().equals(place)
                    && absence.isEndedBy(now)
                    && nanoTime.getAsLong() - last >= RefusalLog.CALM
                    && standing.remove(absence, last)
                    && said.ends(this, absence.thing())) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "No longer so: {0}",
                        absence.why().what(place));
            }
        });
    }

    /** Forgets places where another Redis serves now, since no write waits for their replicas. */
    public void retain(Set<String> places) {
        standing.keySet().stream()
                .filter(each -> !places.contains(each.place()))
                .forEach(left -> {
                    standing.remove(left);
                    said.ends(this, left.thing());
                });
    }

    /** Returns the current problems: the text of each stays the same until it is over, and has been logged already. */
    public List<Concern> concerns() {
        return standing.keySet().stream()
                .sorted(Comparator.comparing(Absence::place).thenComparing(Absence::why))
                .map(each -> new Concern(each.why().summary(), each.why().sentence(each.place())))
                .toList();
    }

    /** Returns how many writes waited in vain. */
    public long missed() {
        return missed.sum();
    }

    public void close() {
        said.leaves(this);
    }
}
