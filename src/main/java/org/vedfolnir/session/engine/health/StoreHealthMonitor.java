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
 * Looks at the store from Tomcat's background thread, and logs what is new and what is over; what was said is not said again, neither
 * here nor by another application of this Tomcat: the server is theirs, the events and the keys are of one. That the store
 * does not answer is said by the store. Thread-safe.
 */
public final class StoreHealthMonitor {

    private static final System.Logger LOG = System.getLogger(StoreHealthMonitor.class.getName());

    private final StoreDiagnostics diagnostics;
    private final Supplier<List<Concern>> others;
    private final LogDeduplicator said;
    private volatile StoreDiagnosis last = StoreDiagnosis.GOOD;
    /** What was ever said of this application alone, whatever others say: a few sentences, whose words do not change. */
    private final Set<String> own = ConcurrentHashMap.newKeySet();

    private final StoreStateTracker state;
    private volatile boolean looked;

    /**
     * @param others what else endangers the sessions of the application; asked only when the store answers
     * @param said what the applications of this Tomcat have said of the store
     * @param clock tells since when a state lasts
     * @param listener is told of each change of the store's state
     */
    public StoreHealthMonitor(
            StoreDiagnostics diagnostics,
            Supplier<List<Concern>> others,
            LogDeduplicator said,
            InstantSource clock,
            Consumer<StoreCondition> listener) {
        this.diagnostics = diagnostics;
        this.others = others;
        this.said = said;
        this.state = new StoreStateTracker(diagnostics::servers, clock, listener);
    }

    /** How it goes on is for the applications that stay. */
    public void close() {
        said.remove(this);
    }

    /** What the last look found. */
    public StoreDiagnosis last() {
        return last;
    }

    /** The state as of the last look, and of what requests have found since. Does not ask the store. */
    public StoreCondition condition() {
        return state.condition();
    }

    /**
     * While the store does not answer, what was known of it stands.
     *
     * @return whether it answered
     */
    public boolean look() {
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
            tellBegun(before, now, besides);
            tellOver(before, now);
            if (looked) {
                tellOfLostEvents(before, now);
            }
            looked = true;
            return true;
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "The store was not looked at: {0}", e.getMessage());
            state.silent();
            return false;
        }
    }

    private void tellBegun(StoreDiagnosis before, StoreDiagnosis now, List<Concern> besides) {
        besides.forEach(concern -> own.add(concern.sentence()));
        now.ofEvents().forEach(own::add);
        news(toSay(before), toSay(now))
                .filter(concern -> begins(concern.sentence()))
                .forEach(concern -> LOG.log(
                        now.isOfEvents(concern) ? System.Logger.Level.ERROR : System.Logger.Level.WARNING,
                        "DEGRADED: {0}{1}",
                        concern.sentence(),
                        now.isOfEvents(concern) ? " So far: " + now.events().missing() + "." : ""));
        news(before.notes(), now.notes())
                .filter(this::begins)
                .forEach(note -> LOG.log(System.Logger.Level.WARNING, "{0}", note));
    }

    private void tellOver(StoreDiagnosis before, StoreDiagnosis now) {
        Stream.concat(news(toSay(now), toSay(before)).map(Concern::sentence), news(now.notes(), before.notes()))
                .filter(over -> own.contains(over) || said.end(this, over))
                .forEach(over -> LOG.log(System.Logger.Level.INFO, "No longer so: {0}", over));
    }

    private boolean begins(String sentence) {
        return own.contains(sentence) || said.begin(this, sentence, "");
    }

    private static List<Concern> toSay(StoreDiagnosis found) {
        return news(found.logged(), found.concerns()).toList();
    }

    private static <T> Stream<T> news(List<T> before, List<T> now) {
        return now.stream().filter(Predicate.not(before::contains));
    }

    /** A gap that was over before anybody looked. */
    private static void tellOfLostEvents(StoreDiagnosis before, StoreDiagnosis now) {
        var lost = now.events().lost() - before.events().lost();
        if (lost > 0 && before.events().missing() <= 0 && now.events().missing() <= 0) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} events were not kept, for want of room or because somebody removed them. The audit trail has"
                            + " a row that says from when to when. Raise eventBytes, or find out why the trail was not"
                            + " written.",
                    lost);
        }
    }
}
