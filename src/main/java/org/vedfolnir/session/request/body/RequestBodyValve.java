package org.vedfolnir.session.request.body;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.BadRequestException;
import org.apache.coyote.ContinueResponseTiming;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.Shares;
import org.vedfolnir.session.event.ClientNetwork;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.settings.ThreadLimit;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Reads the whole body of a request before the application sees it, so that slow clients hold few threads. A body that
 * has arrived needs no permit. Another waits with one of a few permits, until a deadline; one network gets at most half
 * of them. A signed-in user has as many further permits, a few for each user, so that strangers cannot take them.
 * Without a permit the response is 503, after the deadline 408, above the largest size 413, and for broken framing 400.
 * The rest of such a body is not read, and the connection is closed.
 *
 * <p>It works only if the application sets {@code largestBody}. It is a valve and not a filter, since Tomcat reads what
 * an application left of a body, on the same thread and without an end, even if a constraint of {@code web.xml} refused
 * the request before any filter. Thread-safe.
 */
public final class RequestBodyValve extends ValveBase {

    private static final String RETRY_AFTER_SECONDS = "5";
    private static final ThreadLimit PLACES = ThreadLimit.parse("10%");
    private static final int PLACES_OF_A_USER = 4;
    /** The time for a whole body. The last read may end later, by the connector's own timeout. */
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final SessionRuntime runtime;
    private volatile @Nullable Limits limits;

    /** @param largest bytes */
    private record Limits(int largest, Shares networks, Shares users) {}

    public RequestBodyValve(SessionRuntime runtime) {
        super(true);
        this.runtime = runtime;
    }

    /**
     * Sets the limit from now on.
     *
     * @param largest the largest body, in bytes; 0 for any, as without this valve
     * @param threads of the connectors
     */
    public void limit(int largest, int threads) {
        var places = PLACES.of(threads);
        limits = largest == 0
                ? null
                : new Limits(
                        largest, new Shares(places, Math.max(1, places / 2)), new Shares(places, PLACES_OF_A_USER));
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var known = limits;
        var refused = known != null && hasBody(request) ? read(known, request, response) : 0;
        if (refused == 0) {
            getNext().invoke(request, response);
        } else {
            refuse(refused, request, response);
        }
    }

    /** A dispatched asynchronous request passes the valve again; its body was read. */
    private static boolean hasBody(Request request) {
        return !request.isAsync()
                && (request.getContentLengthLong() > 0
                        || request.getHeader("Transfer-Encoding") != null
                        || isOpenStream(request));
    }

    /** HTTP/2 needs no header to announce a body: the stream is open until its end is flagged. RFC 9113 §8.1. */
    private static boolean isOpenStream(Request request) {
        return isHttp2(request) && !request.getCoyoteRequest().isFinished();
    }

    /**
     * Reads the body and puts it back.
     *
     * @return the status of a refusal, or 0
     */
    private int read(Limits known, Request request, Response response) throws IOException {
        if (request.getContentLengthLong() > known.largest()) {
            return HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;
        }
        response.sendAcknowledgement(ContinueResponseTiming.IMMEDIATELY);
        var body = new RequestBodyReader(request.getCoyoteRequest(), known.largest());
        try {
            var refused = body.readWhatIsThere() ? 0 : await(known, body, request);
            if (refused == 0 && !body.layBack(isHttp2(request))) {
                response.setHeader("Connection", "close");
            }
            return refused;
        } catch (BodyTooLargeException e) {
            return HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;
        } catch (BadRequestException e) { // invalid chunks
            return HttpServletResponse.SC_BAD_REQUEST;
        } catch (IOException e) { // the connector's own timeout, or the client is gone
            return HttpServletResponse.SC_REQUEST_TIMEOUT;
        }
    }

    private static boolean isHttp2(Request request) {
        return "HTTP/2.0".equals(request.getProtocol());
    }

    private int await(Limits known, RequestBodyReader body, Request request) throws IOException {
        var network = ClientNetwork.of(request.getRemoteAddr());
        if (known.networks().tryAcquire(network)) {
            return await(body, known.networks(), network);
        }
        // one query to the store, only if strangers have taken all permits
        var user = user(request);
        return user != null && known.users().tryAcquire(user)
                ? await(body, known.users(), user)
                : HttpServletResponse.SC_SERVICE_UNAVAILABLE;
    }

    private static int await(RequestBodyReader body, Shares taken, String client) throws IOException {
        try {
            return body.readUntil(System.nanoTime() + DEADLINE.toNanos()) ? 0 : HttpServletResponse.SC_REQUEST_TIMEOUT;
        } finally {
            taken.release(client);
        }
    }

    private static void refuse(int status, Request request, Response response) throws IOException {
        response.setHeader("Connection", "close");
        response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        response.sendError(status);
        request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }

    /** Returns the signed-in user of the request's session. It only peeks, since the body may never come. */
    private @Nullable String user(Request request) {
        var id = request.getRequestedSessionId();
        if (id == null) {
            return null;
        }
        try {
            var session = runtime.opener().peek(id);
            var principal = session == null ? null : session.getPrincipal();
            return principal == null ? null : principal.getName();
        } catch (StoreUnavailableException e) {
            return null;
        }
    }
}
