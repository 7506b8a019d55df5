package org.vedfolnir.session.http;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;

/**
 * Makes the events of one application on this node: each says from which request it came. Immutable.
 *
 * @param request of the current thread; null outside of requests
 */
public record EventFactory(String application, String node, Supplier<@Nullable CurrentRequest> request) {

    /**
     * @param handle of the session; null where there is none, or it is not known
     * @param user of the session; null for nobody
     */
    public NewEvent event(SessionEvent event, @Nullable String handle, @Nullable String user) {
        return event(event, handle, user, request.get());
    }

    /** The same, of no session. */
    public NewEvent event(SessionEvent event, @Nullable CurrentRequest of) {
        return event(event, null, null, of);
    }

    private NewEvent event(
            SessionEvent event, @Nullable String handle, @Nullable String user, @Nullable CurrentRequest of) {
        var said = of == null ? null : of.said();
        return new NewEvent(
                event,
                new EventContext(
                        application,
                        node,
                        handle,
                        user,
                        said == null ? null : said.getRemoteAddr(),
                        said == null ? null : said.getHeader("User-Agent")));
    }
}
