package org.vedfolnir.session.id;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Records what is wrong with an id or its value, once for each request, and never writes the cookie anywhere. The store
 * sums up events of one kind and network, so that a million bad cookies of one client become a few events; the log gets
 * one line for each kind and minute. Thread-safe.
 */
public final class InvalidCookieLog {

    private static final System.Logger LOG = System.getLogger(InvalidCookieLog.class.getName());
    private static final String NOTED = InvalidCookieLog.class.getName();
    private static final long SILENCE = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanos;
    /** The time at which each kind was last logged; there are fewer than ten kinds. */
    private final Map<SessionEvent, Long> logged = new ConcurrentHashMap<>();

    public InvalidCookieLog(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Records the event. The request certainly has no session, so a failure of the store is ignored here.
     *
     * @param event what is wrong with the cookie
     */
    public void note(@Nullable Request request, String sent, NewEvent event, Store store) {
        if (request != null && !isFirst(request, event.event())) {
            return;
        }
        if (isToBeLogged(event.event())) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "A session cookie (#{0}) opens nothing: {1}. Others of that kind are not logged for a minute.",
                    SessionId.reference(sent),
                    event.event());
        }
        try {
            store.record(event);
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "A bad session cookie was not recorded: {0}", e.getMessage());
        }
    }

    /** Tomcat and the application may read the session of a request any number of times. */
    private static boolean isFirst(Request request, SessionEvent event) {
        if (event.equals(request.getNote(NOTED))) {
            return false;
        }
        request.setNote(NOTED, event);
        return true;
    }

    private boolean isToBeLogged(SessionEvent event) {
        var now = nanos.getAsLong();
        var before = logged.get(event);
        if (before != null && now - before < SILENCE) {
            return false;
        }
        return before == null ? logged.putIfAbsent(event, now) == null : logged.replace(event, before, now);
    }
}
