package org.vedfolnir.session.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.catalina.SessionListener;

/**
 * The container's own session listeners, by handle: Tomcat's single sign-on adds one to a session and waits for its
 * end, but each request has a copy of the session. Of this node only. Bounded: evicts the least recently used session.
 * Thread-safe.
 */
public final class ContainerListeners {

    private static final int MOST = 10_000;

    private final Map<String, ArrayList<SessionListener>> sessions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ArrayList<SessionListener>> eldest) {
            return size() > MOST;
        }
    };

    /** Returns a new list for one copy of the session. */
    public synchronized ArrayList<SessionListener> of(String handle) {
        var known = sessions.get(handle);
        return known == null ? new ArrayList<>() : new ArrayList<>(known);
    }

    public synchronized void add(String handle, SessionListener listener) {
        sessions.computeIfAbsent(handle, each -> new ArrayList<>()).add(listener);
    }

    public synchronized void remove(String handle, SessionListener listener) {
        var known = sessions.get(handle);
        if (known != null && known.remove(listener) && known.isEmpty()) {
            sessions.remove(handle);
        }
    }

    public synchronized void forget(String handle) {
        sessions.remove(handle);
    }
}
