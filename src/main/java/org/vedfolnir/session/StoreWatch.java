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
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "The store was not looked at: {0}", e.getMessage());
        }
    }

    private static void tell(StoreCondition before, StoreCondition now) {
        now.concerns().stream()
                .filter(Predicate.not(before.concerns()::contains))
                .forEach(concern -> LOG.log(System.Logger.Level.WARNING, "DEGRADED: {0}", concern));
        now.notes().stream()
                .filter(Predicate.not(before.notes()::contains))
                .forEach(note -> LOG.log(System.Logger.Level.WARNING, "{0}", note));
        before.concerns().stream()
                .filter(Predicate.not(now.concerns()::contains))
                .forEach(concern -> LOG.log(System.Logger.Level.INFO, "No longer so: {0}", concern));
    }
}
