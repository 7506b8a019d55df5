package org.vedfolnir.tab;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code GET /api/session/events}: server-sent events (HTML Living Standard §9.2) of the session. After {@code changed} and {@code ended} the client
 * requests the state; after {@code ended} it contains the reason. If a stream ends without an event, the client opens it again: the session has a new
 * id or the node stops. 503 if this node or the account has the maximum number of streams: the client polls the state instead.
 */
@WebServlet(urlPatterns = "/api/session/events", asyncSupported = true)
public final class EventsServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final String RETRY_AFTER_SECONDS = "60";

    @Inject
    private transient TabNotifier notifier;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        // nginx would buffer the stream
        response.setHeader("X-Accel-Buffering", "no");
        if (!notifier.open(request, response)) {
            response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    /** The headers of a stream. A stream without a body would stay open in vain, and the client would wait. */
    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) {
        response.setContentType("text/event-stream");
    }
}
