package org.vedfolnir.session;

import java.util.function.Predicate;
import org.vedfolnir.session.store.SessionStore;
import org.vedfolnir.session.store.StoreCondition;
import org.vedfolnir.session.store.StoreUnavailableException;

/** Looks at the store from Tomcat's background thread, and logs what is new; what was said is not said again. Thread-safe. */
final class StoreWatch {

    private static final System.Logger LOG = System.getLogger(StoreWatch.class.getName());

    private final SessionStore store;
    private volatile StoreCondition last = StoreCondition.GOOD;
    private volatile boolean looked;

    StoreWatch(SessionStore store) {
        this.store = store;
    }

    /** What the last look found. */
    StoreCondition last() {
        return last;
    }

    /** While the store does not answer, what was known of it stands. */
    void look() {
        try {
            var now = store.examine();
            var before = last;
            last = now;
            tell(before, now);
            if (looked) {
                tellOfLostEvents(before, now);
            }
            looked = true;
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "The store was not looked at: {0}", e.getMessage());
        }
    }

    private static void tell(StoreCondition before, StoreCondition now) {
        now.concerns().stream()
                .filter(Predicate.not(before.concerns()::contains))
                .forEach(concern -> LOG.log(
                        now.isOfEvents(concern) ? System.Logger.Level.ERROR : System.Logger.Level.WARNING,
                        "DEGRADED: {0}{1}",
                        concern,
                        now.isOfEvents(concern) ? " So far: " + now.events().missing() + "." : ""));
        now.notes().stream()
                .filter(Predicate.not(before.notes()::contains))
                .forEach(note -> LOG.log(System.Logger.Level.WARNING, "{0}", note));
        before.concerns().stream()
                .filter(Predicate.not(now.concerns()::contains))
                .forEach(concern -> LOG.log(System.Logger.Level.INFO, "No longer so: {0}", concern));
    }

    /** A gap that was over before anybody looked. */
    private static void tellOfLostEvents(StoreCondition before, StoreCondition now) {
        var lost = now.events().lost() - before.events().lost();
        if (lost > 0 && before.events().missing() <= 0 && now.events().missing() <= 0) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} events were not kept, for want of room or because somebody removed them. The audit trail has a row"
                            + " that says from when to when. Raise eventBytes, or find out why the trail was not written.",
                    lost);
        }
    }
}
