package org.vedfolnir.session.http.runtime;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;

/**
 * Creates the events of one application on this node. Each names the client of its request. Immutable.
 *
 * @param request of the current thread, as far as it is known; null outside of requests
 */
public record EventFactory(String application, String node, Supplier<@Nullable HttpServletRequest> request) {

    /**
     * @param handle of the session; null if there is none, or it is unknown
     * @param user of the session; null if there is none
     */
    public NewEvent event(SessionEvent event, @Nullable String handle, @Nullable String user) {
        return event(event, handle, user, request.get());
    }

    /**
     * Creates an event of no session.
     *
     * @param of the request that caused it; null if there is none
     */
    public NewEvent event(SessionEvent event, @Nullable HttpServletRequest of) {
        return event(event, null, null, of);
    }

    private NewEvent event(
            SessionEvent event, @Nullable String handle, @Nullable String user, @Nullable HttpServletRequest of) {
        // an operator's request is one to the console, not to this application
        var from = of == null ? OperatorRequest.current() : of;
        return new NewEvent(
                event,
                new EventContext(
                        application,
                        node,
                        handle,
                        user,
                        from == null ? null : from.getRemoteAddr(),
                        from == null ? null : from.getHeader("User-Agent"),
                        of == null ? OperatorRequest.name() : null));
    }
}
