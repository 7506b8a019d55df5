package org.vedfolnir.session;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was noted already, so that a client that sends the same bad cookie all day is one event and not a flood. Bounded: the
 * oldest is forgotten, and may be noted again. Thread-safe.
 */
final class NotedOnce {

    private static final int MOST = 10_000;

    private final Map<String, Boolean> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    synchronized boolean first(String reference) {
        return seen.put(reference, Boolean.TRUE) == null;
    }

    synchronized void forget(String reference) {
        seen.remove(reference);
    }
}
