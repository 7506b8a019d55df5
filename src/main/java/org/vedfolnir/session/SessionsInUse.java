package org.vedfolnir.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * With {@code sessionActivityCheck} a session does not end of idleness while a request is in it: Tomcat's background thread moves the ends
 * of those in use on this node. Thread-safe.
 */
final class SessionsInUse {

    private static final System.Logger LOG = System.getLogger(SessionsInUse.class.getName());

    private final Set<SessionVisit> visits = ConcurrentHashMap.newKeySet();

    void begin(SessionVisit visit) {
        visits.add(visit);
    }

    void end(SessionVisit visit) {
        visits.remove(visit);
    }

    int size() {
        return visits.size();
    }

    void touch() {
        try {
            visits.removeIf(
                    visit -> !visit.isValid()); // Tomcat's request drops a session that has ended without a word
            visits.forEach(visit -> visit.session().stayAlive());
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "Sessions in use wait for the store: {0}", e.getMessage());
        }
    }
}
