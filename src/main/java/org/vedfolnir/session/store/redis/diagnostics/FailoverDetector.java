package org.vedfolnir.session.store.redis.diagnostics;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.diagnosis.Failover;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;

/**
 * Detects that another Redis has replaced a master, by the masters' replication fields: a replica that becomes a master
 * names the replication stream that it copied ({@code master_replid2}), and how much of it it has
 * ({@code second_repl_offset}). Moved slots change neither. Used by one thread at a time.
 */
public final class FailoverDetector {

    private static final System.Logger LOG = System.getLogger(FailoverDetector.class.getName());

    private static final String TOOK_OVER = "Another server took over: the last changes before that may be lost.";

    static final long REPORTED_FOR = TimeUnit.HOURS.toMillis(1);
    /** A demoted master has found its new one within this time. */
    private static final long RECHECKED_FOR = TimeUnit.MINUTES.toMillis(2);

    /** Six diagnoses. */
    private static final long LEFT_JUST_NOW = TimeUnit.MINUTES.toMillis(1);

    /** Three diagnoses. */
    private static final long DECIDED_WITHIN = TimeUnit.SECONDS.toMillis(30);

    private static final long KNOWN_FOR = TimeUnit.DAYS.toMillis(1);

    private final LogDeduplicator deduplicator;
    /** By the name of its stream. */
    private final Map<String, Master> masters = new HashMap<>();

    /** When each place joined the masters, whether it answered or not. */
    private final Map<String, Long> listedSince = new HashMap<>();

    private final List<Detected> detected = new ArrayList<>();
    private final Function<String, Optional<RedisInfo>> others;

    /** @param facts of the new master when it was first seen */
    private record Detected(Failover failover, RedisInfo facts, Master former) {

        /**
         * Whether certainly nothing was lost: the former master's process now copies the new one without having
         * discarded data, so the new one has everything that it ever wrote. A Redis keeps the name of its own stream
         * ({@code master_replid2}) only in this case: one that has more than its new master resynchronizes from the
         * start, and the name is gone.
         */
        boolean isOrderly(RedisInfo now) {
            return now.isReplica()
                    && now.process().equals(former.process)
                    && now.stream().equals(facts.stream())
                    && former.stream.equals(facts.formerStream())
                    && now.formerStream().equals(former.stream)
                    && now.formerOffset() <= facts.formerOffset();
        }
    }

    /** A Redis that was seen as a master. */
    private static final class Master {
        private final String stream;
        private final String place;
        private final String process;
        private final ReplicationOffsets written = new ReplicationOffsets();
        private long last;
        /** When it was last among the masters, whether it answered or not. */
        private long listed;
        /** Some replica has everything that was acknowledged until this time. */
        private long copied;

        Master(RedisInfo facts, long time) {
            this.stream = facts.stream();
            this.place = facts.place();
            this.process = facts.process();
            this.copied = time;
            this.listed = time;
        }

        void update(RedisInfo facts, long time) {
            last = time;
            written.add(time, facts.offset());
            facts.copied().ifPresent(offset -> copied = Math.max(copied, written.completeUntil(offset)));
        }
    }

    /** @param others returns INFO of the Redis at a place that is not a master now; empty if it does not answer */
    FailoverDetector(Function<String, Optional<RedisInfo>> others, LogDeduplicator deduplicator) {
        this.others = others;
        this.deduplicator = deduplicator;
    }

    /**
     * Processes INFO of a master.
     *
     * @param time of the query, ms since 1970 by the store's clock
     * @param places of all current masters
     */
    void update(RedisInfo facts, long time, Set<String> places) {
        if (facts.stream().isEmpty() || !facts.isMaster()) {
            return;
        }
        list(time, places);
        var known = masters.get(facts.stream());
        if (known == null) {
            if (isBesideItsFormer(facts, time, places)) {
                return;
            }
            known = new Master(facts, time);
            var former = former(facts, time, places);
            if (former != null) {
                report(facts, former, time);
            }
            masters.put(facts.stream(), known);
        }
        known.update(facts, time);
        masters.values().removeIf(each -> time - each.last > KNOWN_FOR);
    }

    private void list(long time, Set<String> places) {
        listedSince.keySet().retainAll(places);
        places.forEach(place -> listedSince.putIfAbsent(place, time));
        masters.values().stream().filter(each -> places.contains(each.place)).forEach(each -> each.listed = time);
    }

    /**
     * Whether the master that it copied is still listed, as it is for a moment while the client learns of a failover.
     * The next diagnosis decides; a server that was made independent stays beside that master.
     */
    private boolean isBesideItsFormer(RedisInfo facts, long time, Set<String> places) {
        var copied = masters.get(facts.formerStream());
        return copied != null
                && !copied.place.equals(facts.place())
                && places.contains(copied.place)
                && time - listedSince.getOrDefault(facts.place(), time) < DECIDED_WITHIN;
    }

    /**
     * Returns the master that it replaced; null if it was seen for the first time, was restarted, or got slots of
     * others.
     */
    private @Nullable Master former(RedisInfo facts, long time, Set<String> places) {
        if (facts.formerStream().isEmpty()) {
            return inThePlaceOf(facts, time, places);
        }
        var copied = masters.get(facts.formerStream());
        if (copied == null) {
            return lastOfThoseThatLeft(facts, places);
        } else if (copied.place.equals(facts.place())) {
            return isAnotherServer(copied, facts, time) ? copied : null;
        }
        return places.contains(copied.place) ? null : copied;
    }

    /**
     * A replica that its master rejected, or that was being resynchronized when the master died, has no history any
     * more once another one copies it: it names no former stream. It is matched to a master that was gone when it
     * appeared; one that was there before, is added, or is restarted replaces no other.
     */
    private @Nullable Master inThePlaceOf(RedisInfo facts, long time, Set<String> places) {
        var appeared = listedSince.getOrDefault(facts.place(), time);
        return masters.values().stream()
                .filter(each ->
                        !places.contains(each.place) && each.listed < appeared && time - each.listed < LEFT_JUST_NOW)
                .max(Comparator.comparingLong(each -> each.listed))
                .orElse(null);
    }

    /**
     * Detects another server behind a name that follows the master. A restarted server may continue the stream in its
     * file, but its uptime begins then.
     */
    private static boolean isAnotherServer(Master before, RedisInfo facts, long time) {
        return !before.process.equals(facts.process()) && facts.runsFor() > time - before.last;
    }

    /**
     * An intermediate master was never seen: returns the last one that is no longer a master, or that was replaced and
     * is one again.
     */
    private @Nullable Master lastOfThoseThatLeft(RedisInfo facts, Set<String> places) {
        return masters.values().stream()
                .filter(each -> !places.contains(each.place)
                        || each.place.equals(facts.place()) && each.process.equals(facts.process()))
                .reduce((one, other) -> one.last > other.last ? one : other)
                .orElse(null);
    }

    private void report(RedisInfo facts, Master former, long time) {
        masters.remove(former.stream);
        var from = former.stream.equals(facts.formerStream())
                ? former.written.completeUntil(facts.formerOffset())
                : former.copied;
        var failover = new Failover(
                facts.stream(),
                facts.place(),
                former.place,
                second(from),
                second(time).plusSeconds(1),
                false);
        var found = new Detected(failover, facts, former);
        if (wasOrderly(found)) {
            return;
        }
        detected.add(found);
        if (deduplicator.begin(this, state(facts.stream()), "")) {
            LOG.log(System.Logger.Level.WARNING, "DEGRADED: {0}", sentence(failover));
        }
    }

    private boolean wasOrderly(Detected found) {
        var orderly =
                others.apply(found.former().place).filter(found::isOrderly).isPresent();
        if (orderly
                && deduplicator.begin(this, "orderly " + state(found.failover().name()), "")) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "The Redis at {0} took over from the one at {1}, and nothing was lost: it has everything that the"
                            + " other one wrote.",
                    found.failover().place(),
                    found.failover().formerPlace());
        }
        return orderly;
    }

    private static Instant second(long time) {
        return Instant.ofEpochMilli(time).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String state(String stream) {
        return "failover " + stream;
    }

    private static String sentence(Failover failover) {
        return "The Redis at " + failover.place() + " took over from the one at " + failover.formerPlace()
                + ". What was acknowledged between " + failover.from() + " and " + failover.until()
                + " (the clock of Redis) may be lost there: new sessions, changes, and sign-outs, so that users who"
                + " signed out then may be"
                + " signed in again. Make sure that each master has its replicas, and set min-replicas-to-write.";
    }

    /** Returns the failovers that {@link #concerns} reports, in order. */
    List<Failover> all() {
        return detected.stream().map(Detected::failover).toList();
    }

    /**
     * Returns the logged failovers of the last hour. A failover is withdrawn if the old master follows the new one a
     * little later.
     */
    List<Concern> concerns(long now) {
        detected.removeIf(each -> {
            var age = now - each.failover().until().toEpochMilli();
            var over = age > REPORTED_FOR || age < RECHECKED_FOR && wasOrderly(each);
            if (over) {
                deduplicator.end(this, state(each.failover().name()));
            }
            return over;
        });
        return detected.stream()
                .map(each -> new Concern(TOOK_OVER, sentence(each.failover())))
                .toList();
    }

    void close() {
        deduplicator.remove(this);
    }
}
