package org.vedfolnir.session;

import java.util.LinkedHashMap;
import java.util.Map;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionStore;
import org.vedfolnir.session.store.StoreUnavailableException;

/**
 * Records what is wrong with an id or its value, once for each on this node, so that a client that sends the same bad cookie all day is
 * one event and not a flood; and without ever writing the cookie anywhere. Bounded: the oldest is forgotten, and may be recorded
 * again. Thread-safe.
 */
final class BadCookies {

    private static final System.Logger LOG = System.getLogger(BadCookies.class.getName());
    private static final int MOST = 10_000;

    private final Map<String, Boolean> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    /**
     * That there is no session is certain by now: when the store fails here, the event waits until the cookie comes again.
     *
     * @param event what is wrong with it
     */
    void note(String sent, NewEvent event, SessionStore store) {
        var reference = SessionId.reference(sent);
        if (!first(reference)) {
            return;
        }
        LOG.log(System.Logger.Level.INFO, "A session cookie (#{0}) opens nothing: {1}.", reference, event.event());
        try {
            store.record(event);
        } catch (StoreUnavailableException e) {
            forget(reference);
        }
    }

    private synchronized boolean first(String reference) {
        return seen.put(reference, Boolean.TRUE) == null;
    }

    private synchronized void forget(String reference) {
        seen.remove(reference);
    }
}
