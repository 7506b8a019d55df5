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
 * Records what is wrong with an id or its value, once for each request and without ever writing the cookie anywhere. The store sums up those of one
 * kind and network, so that a client that sends a million bad cookies is a few events; the log has a line for each kind and minute. Thread-safe.
 */
public final class InvalidCookieLog {

    private static final System.Logger LOG = System.getLogger(InvalidCookieLog.class.getName());
    private static final String NOTED = InvalidCookieLog.class.getName();
    private static final long SILENCE = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanos;
    /** When a kind was logged; there are not ten of them. */
    private final Map<SessionEvent, Long> logged = new ConcurrentHashMap<>();

    public InvalidCookieLog(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * That there is no session is certain by now: when the store fails here, the request goes on.
     *
     * @param event what is wrong with it
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

    /** Tomcat and the application look at the session of a request as often as they like. */
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
