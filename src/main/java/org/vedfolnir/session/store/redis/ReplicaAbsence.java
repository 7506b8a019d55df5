package org.vedfolnir.session.store.redis;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.vedfolnir.session.store.Announcements;
import org.vedfolnir.session.store.Concern;

/**
 * Of which Redis nobody knows that a replica has what was written there, and why: counted, and said once when it begins and once when it is over, for
 * all applications of this Tomcat. Thread-safe.
 */
final class ReplicaAbsence {

    private static final System.Logger LOG = System.getLogger(ReplicaAbsence.class.getName());

    private final Announcements said;
    private final LongSupplier nanoTime;
    /** When it was so last. */
    private final Map<Absence, Long> standing = new ConcurrentHashMap<>();

    private final LongAdder missed = new LongAdder();

    /** @param place of a Redis */
    private record Absence(String place, Replication why) {

        String thing() {
            return why + " " + place;
        }

        /** Only a replica that has a write shows that there is one. */
        boolean isEndedBy(Replication now) {
            return now == Replication.DONE || why != Replication.NO_REPLICA && why != now;
        }
    }

    ReplicaAbsence(Announcements said, LongSupplier nanoTime) {
        this.said = said;
        this.nanoTime = nanoTime;
    }

    /** @param copied whether a replica has what was written there a moment ago */
    void note(String place, Replication copied) {
        if (copied != Replication.DONE) {
            missed.increment();
        }
        noteTrial(place, copied);
    }

    /** The same of a write that is nobody's, which asks only. */
    void noteTrial(String place, Replication copied) {
        if (copied != Replication.DONE) {
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

    /** What is not so now: a replica that lags takes one write in time and not the next. */
    private void endOthers(String place, Replication now) {
        standing.forEach((absence, last) -> {
            if (absence.place().equals(place)
                    && absence.isEndedBy(now)
                    && nanoTime.getAsLong() - last >= Refusals.CALM
                    && standing.remove(absence, last)
                    && said.ends(this, absence.thing())) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "No longer so: {0}",
                        absence.why().what(place));
            }
        });
    }

    /** Another Redis may have taken the place of one: then nobody waits for its replicas. */
    void retain(Set<String> places) {
        standing.keySet().stream()
                .filter(each -> !places.contains(each.place()))
                .forEach(left -> {
                    standing.remove(left);
                    said.ends(this, left.thing());
                });
    }

    /** Those that stand: each the same until it is over, and said here already. */
    List<Concern> concerns() {
        return standing.keySet().stream()
                .sorted(Comparator.comparing(Absence::place).thenComparing(Absence::why))
                .map(each -> new Concern(each.why().summary(), each.why().sentence(each.place())))
                .toList();
    }

    /** How many writes waited in vain. */
    long missed() {
        return missed.sum();
    }

    void close() {
        said.leaves(this);
    }
}
