package org.vedfolnir.tab;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code GET /api/session/events}: server-sent events (HTML Living Standard §9.2) of the session. {@code changed}: ask for its state;
 * {@code ended}: ask as well, and be told why. A stream that ends without a word is to be opened again, for the session has another id or
 * the node stops. 503 when this node, or the account, has as many as it may: ask for the state now and then instead.
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
        // a proxy that collects what passes would keep it back; nginx
        response.setHeader("X-Accel-Buffering", "no");
        if (!notifier.open(request, response)) {
            response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    /** What a stream begins with; one without a body would be open for nothing, and its asker wait. */
    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) {
        response.setContentType("text/event-stream");
    }
}
