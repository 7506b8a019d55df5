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
    private final LogDeduplicator announcements;
    private final LongSupplier nanoTime;
    private final Map<Kind, Standing> standing = new ConcurrentHashMap<>();
    private final Map<String, Long> said = new ConcurrentHashMap<>();

    private record Standing(Refusal refusal, Script script, long last) {}

    public RefusalLog(String place, LogDeduplicator announcements, LongSupplier nanoTime) {
        this.place = place;
        this.announcements = announcements;
        this.nanoTime = nanoTime;
    }

    public void note(Script script, Refusal refusal) {
        var now = nanoTime.getAsLong();
        if (refusal.kind().endangers()) {
            // the first sentence stays: Redis words them differently, and each other one would be news
            if (standing.putIfAbsent(refusal.kind(), new Standing(refusal, script, now)) == null) {
                begins(refusal);
            } else {
                standing.computeIfPresent(refusal.kind(), (kind, first) -> new Standing(first.refusal(), script, now));
            }
        } else if (isNews(script + " " + refusal.kind(), now)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} The request gets a 503; others are not affected. This is logged once an hour.",
                    refusal.sentence(place));
        }
    }

    private void begins(Refusal refusal) {
        if (announcements.begins(this, thing(refusal.kind()), "")) {
            LOG.log(System.Logger.Level.WARNING, "DEGRADED: {0}", refusal.sentence(place));
        }
    }

    private String thing(Kind kind) {
        return kind + " " + place;
    }

    private boolean isNews(String what, long now) {
        var before = said.get(what);
        if (before != null && now - before < QUIET) {
            return false;
        }
        said.put(what, now);
        return true;
    }

    /** Records a successful reply; costs nothing while there are no refusals. */
    public void answered(Script script, Object answer) {
        if (standing.isEmpty()) {
            return;
        }
        var wrote = script == Script.BEAT || script == Script.SAVE && saved(answer);
        standing.values().stream()
                .filter(each -> each.refusal().kind().concernsEveryWrite() ? wrote : each.script() == script)
                .filter(each -> nanoTime.getAsLong() - each.last() >= CALM)
                .forEach(this::isOver);
    }

    /** A save that finds no session, or a newer one, writes nothing. */
    private static boolean saved(Object answer) {
        return answer instanceof Long number && (number > 0 || number < -2);
    }

    private void isOver(Standing over) {
        if (standing.remove(over.refusal().kind(), over)
                && announcements.ends(this, thing(over.refusal().kind()))) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "No longer so: Redis at {0} refused because {1}.",
                    place,
                    over.refusal().kind().why());
        }
    }

    /** Whether it is known to reject every write. */
    public boolean everyWrite() {
        return standing.keySet().stream().anyMatch(Kind::concernsEveryWrite);
    }

    /** Returns the current refusals: the text of each stays the same until it is over, and has been logged already. */
    List<Concern> concerns() {
        return standing.values().stream()
                .map(each -> each.refusal().concern(place))
                .toList();
    }

    public void close() {
        announcements.leaves(this);
    }
}
