package org.vedfolnir.session.store.redis.health;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;
import org.vedfolnir.session.store.redis.error.Refusal;
import org.vedfolnir.session.store.redis.error.Refusal.Kind;
import org.vedfolnir.session.store.redis.script.Script;

/**
 * The current refusals of a Redis. Logs once when one begins and once when it is over, for all applications of this
 * Tomcat. Refusals that concern the keys of one session are logged once an hour, however often they occur. Thread-safe.
 */
public final class RefusalLog {

    private static final System.Logger LOG = System.getLogger(RefusalLog.class.getName());

    /**
     * At its memory limit, Redis rejects one write and accepts the next: a refusal is over if it did not occur for so
     * long.
     */
    static final long CALM = TimeUnit.SECONDS.toNanos(5);

    static final long QUIET = TimeUnit.HOURS.toNanos(1);

    private final String place;
    private final LogDeduplicator deduplicator;
    private final LongSupplier nanoTime;
    private final Map<Kind, Current> current = new ConcurrentHashMap<>();
    private final Map<String, Long> lastLogged = new ConcurrentHashMap<>();

    private record Current(Refusal refusal, Script script, long last) {}

    public RefusalLog(String place, LogDeduplicator deduplicator, LongSupplier nanoTime) {
        this.place = place;
        this.deduplicator = deduplicator;
        this.nanoTime = nanoTime;
    }

    public void note(Script script, Refusal refusal) {
        var now = nanoTime.getAsLong();
        if (refusal.kind().endangers()) {
            // the first sentence stays: Redis words them differently, and each other one would be news
            if (current.putIfAbsent(refusal.kind(), new Current(refusal, script, now)) == null) {
                begin(refusal);
            } else {
                current.computeIfPresent(refusal.kind(), (kind, first) -> new Current(first.refusal(), script, now));
            }
        } else if (isDue(script + " " + refusal.kind(), now)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} The request gets a 503; others are not affected. This is logged once an hour.",
                    refusal.sentence(place));
        }
    }

    private void begin(Refusal refusal) {
        if (deduplicator.begin(this, state(refusal.kind()), "")) {
            LOG.log(System.Logger.Level.WARNING, "DEGRADED: {0}", refusal.sentence(place));
        }
    }

    private String state(Kind kind) {
        return kind + " " + place;
    }

    private boolean isDue(String what, long now) {
        var before = lastLogged.get(what);
        if (before != null && now - before < QUIET) {
            return false;
        }
        lastLogged.put(what, now);
        return true;
    }

    /** Records a successful reply; costs nothing while there are no refusals. */
    public void answered(Script script, Object answer) {
        if (current.isEmpty()) {
            return;
        }
        var wrote = script == Script.BEAT || script == Script.SAVE && saved(answer);
        current.values().stream()
                .filter(each -> each.refusal().kind().concernsEveryWrite() ? wrote : each.script() == script)
                .filter(each -> nanoTime.getAsLong() - each.last() >= CALM)
                .forEach(this::end);
    }

    /** A save that finds no session, or a newer one, writes nothing. */
    private static boolean saved(Object answer) {
        return answer instanceof Long number && (number > 0 || number < -2);
    }

    private void end(Current over) {
        if (current.remove(over.refusal().kind(), over)
                && deduplicator.end(this, state(over.refusal().kind()))) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "No longer so: Redis at {0} refused commands because {1}.",
                    place,
                    over.refusal().kind().why());
        }
    }

    /** Whether it is known to reject every write. */
    public boolean everyWrite() {
        return current.keySet().stream().anyMatch(Kind::concernsEveryWrite);
    }

    /** Returns the current refusals: the text of each stays the same until it is over, and has been logged already. */
    List<Concern> concerns() {
        return current.values().stream()
                .map(each -> each.refusal().concern(place))
                .toList();
    }

    public void close() {
        deduplicator.remove(this);
    }
}
