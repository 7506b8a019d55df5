package org.vedfolnir.session.store.redis;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.vedfolnir.session.store.Announcements;
import org.vedfolnir.session.store.Concern;

/**
 * Which Redis has no replica that takes a write in time: counted, and said once when it begins and once when it is over, for all applications of
 * this Tomcat. Thread-safe.
 */
final class ReplicaAbsence {

    private static final System.Logger LOG = System.getLogger(ReplicaAbsence.class.getName());

    private static final String THING = "no replica of ";

    private final Announcements said;
    private final LongSupplier nanoTime;
    /** When a write waited in vain last, by the place of its Redis. */
    private final Map<String, Long> standing = new ConcurrentHashMap<>();

    private final LongAdder missed = new LongAdder();

    ReplicaAbsence(Announcements said, LongSupplier nanoTime) {
        this.said = said;
        this.nanoTime = nanoTime;
    }

    /** @param copied whether a replica has what was written there a moment ago */
    void note(String place, boolean copied) {
        if (!copied) {
            missed.increment();
            isMissing(place);
        } else if (!standing.isEmpty()) {
            isThere(place);
        }
    }

    /** The same of a write that is nobody's, which asks only. */
    void noteTrial(String place, boolean copied) {
        if (copied) {
            isThere(place);
        } else {
            isMissing(place);
        }
    }

    private void isMissing(String place) {
        if (standing.put(place, nanoTime.getAsLong()) == null && said.begins(this, THING + place, "")) {
            LOG.log(System.Logger.Level.WARNING, "DEGRADED: {0}", sentence(place));
        }
    }

    /** A replica that lags takes one write in time and not the next. */
    private void isThere(String place) {
        var last = standing.get(place);
        if (last != null
                && nanoTime.getAsLong() - last >= Refusals.CALM
                && standing.remove(place, last)
                && said.ends(this, THING + place)) {
            LOG.log(System.Logger.Level.INFO, "No longer so: a replica of Redis at {0} takes writes in time.", place);
        }
    }

    /** Another Redis may have taken the place of one: then nobody waits for its replicas. */
    void retain(Set<String> places) {
        standing.keySet().stream().filter(each -> !places.contains(each)).forEach(left -> {
            standing.remove(left);
            said.ends(this, THING + left);
        });
    }

    private static String sentence(String place) {
        return "No replica of Redis at " + place
                + " takes writes in time. With securityWrites replicated, sign-outs are answered 503"
                + " meanwhile, and a new session id, user or role may be lost in a failover (JMX: unreplicatedWrites). Start its replica, or look"
                + " at the network between the two; where there is none, set securityWrites to acknowledged.";
    }

    /** Those that stand: each the same until it is over, and said here already. */
    List<Concern> concerns() {
        return standing.keySet().stream()
                .sorted()
                .map(place -> new Concern("No replica of the store takes writes in time.", sentence(place)))
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
