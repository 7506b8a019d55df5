package org.vedfolnir.session.engine.health;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;
import org.vedfolnir.session.store.diagnosis.StoreDiagnosis;
import org.vedfolnir.session.store.diagnosis.StoreDiagnostics;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Checks the store from Tomcat's background thread, and logs each new problem and each that is over, once. Applications
 * of one Tomcat share this log for problems of the server; problems of events and keys belong to one application. The
 * store itself logs that it does not answer. Thread-safe.
 */
public final class StoreHealthMonitor {

    private static final System.Logger LOG = System.getLogger(StoreHealthMonitor.class.getName());

    private final StoreDiagnostics diagnostics;
    private final Supplier<List<Concern>> others;
    private final LogDeduplicator deduplicator;
    private volatile StoreDiagnosis last = StoreDiagnosis.GOOD;
    /** What was ever logged for this application alone, whatever others log: a few sentences, whose words do not change. */
    private final Set<String> own = ConcurrentHashMap.newKeySet();

    private final StoreStateTracker state;
    private volatile boolean checked;

    /**
     * @param others what else endangers the application's sessions; queried only if the store answers
     * @param deduplicator what the applications of this Tomcat have logged about the store
     * @param clock tells since when a state lasts
     * @param listener is called for each change of the store's state
     */
    public StoreHealthMonitor(
            StoreDiagnostics diagnostics,
            Supplier<List<Concern>> others,
            LogDeduplicator deduplicator,
            InstantSource clock,
            Consumer<StoreCondition> listener) {
        this.diagnostics = diagnostics;
        this.others = others;
        this.deduplicator = deduplicator;
        this.state = new StoreStateTracker(diagnostics::servers, clock, listener);
    }

    /** The remaining applications log how it goes on. */
    public void close() {
        deduplicator.remove(this);
    }

    /** The result of the last check. */
    public StoreDiagnosis last() {
        return last;
    }

    /** The state as of the last check and of the requests since. Does not access the store. */
    public StoreCondition condition() {
        return state.condition();
    }

    /**
     * Checks the store. If it does not answer, the last result stays.
     *
     * @return whether it answered
     */
    public boolean check() {
        try {
            var found = diagnostics.diagnose();
            var besides = others.get();
            var now = new StoreDiagnosis(
                    Stream.concat(found.concerns().stream(), besides.stream()).toList(),
                    found.notes(),
                    found.events(),
                    found.logged());
            var before = last;
            last = now;
            state.diagnosed(now.concerns());
            logBegun(before, now, besides);
            logOver(before, now);
            if (checked) {
                logLostEvents(before, now);
            }
            checked = true;
            return true;
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "The store was not checked: {0}", e.getMessage());
            state.silent();
            return false;
        }
    }

    private void logBegun(StoreDiagnosis before, StoreDiagnosis now, List<Concern> besides) {
        besides.forEach(concern -> own.add(concern.sentence()));
        now.ofEvents().forEach(own::add);
        news(toLog(before), toLog(now))
                .filter(concern -> begins(concern.sentence()))
                .forEach(concern -> logBegun(concern, now));
        news(before.notes(), now.notes())
                .filter(this::begins)
                .forEach(note -> LOG.log(System.Logger.Level.WARNING, "{0}", note));
    }

    private static void logBegun(Concern concern, StoreDiagnosis now) {
        if (now.isOfEvents(concern)) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "DEGRADED: {0} So far: {1}.",
                    concern.sentence(),
                    now.events().missing());
        } else {
            LOG.log(System.Logger.Level.WARNING, "DEGRADED: {0}", concern.sentence());
        }
    }

    private void logOver(StoreDiagnosis before, StoreDiagnosis now) {
        Stream.concat(news(toLog(now), toLog(before)).map(Concern::sentence), news(now.notes(), before.notes()))
                .filter(over -> own.contains(over) || deduplicator.end(this, over))
                .forEach(over -> LOG.log(System.Logger.Level.INFO, "No longer so: {0}", over));
    }

    private boolean begins(String sentence) {
        return own.contains(sentence) || deduplicator.begin(this, sentence, "");
    }

    private static List<Concern> toLog(StoreDiagnosis found) {
        return news(found.logged(), found.concerns()).toList();
    }

    private static <T> Stream<T> news(List<T> before, List<T> now) {
        return now.stream().filter(Predicate.not(before::contains));
    }

    /** A gap that was over before the first check saw it. */
    private static void logLostEvents(StoreDiagnosis before, StoreDiagnosis now) {
        var lost = now.events().lost() - before.events().lost();
        if (lost > 0 && before.events().missing() <= 0 && now.events().missing() <= 0) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} events were not kept, because the feed was full or they were removed. The audit trail has"
                            + " a row with the period. Raise eventBytes, or find out why the trail was not"
                            + " written.",
                    lost);
        }
    }
}
