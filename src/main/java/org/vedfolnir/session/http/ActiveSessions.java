package org.vedfolnir.session.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * With {@code sessionActivityCheck} a session does not expire while a request uses it: Tomcat's background thread moves
 * the ends of sessions in use on this node. Thread-safe.
 */
public final class ActiveSessions {

    private static final System.Logger LOG = System.getLogger(ActiveSessions.class.getName());

    private final Set<SessionVisit> visits = ConcurrentHashMap.newKeySet();

    void begin(SessionVisit visit) {
        visits.add(visit);
    }

    void end(SessionVisit visit) {
        visits.remove(visit);
    }

    public int size() {
        return visits.size();
    }

    public void touch() {
        try {
            visits.removeIf(visit -> !visit.isValid()); // Tomcat's request drops an ended session without notifying us
            visits.forEach(visit -> visit.session().stayAlive());
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "The ends of sessions in use were not moved: {0}", e.getMessage());
        }
    }
}
