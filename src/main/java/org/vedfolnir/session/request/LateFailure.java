package org.vedfolnir.session.request;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Response;
import org.vedfolnir.session.http.runtime.ManagerRuntime;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * The response if a session could not be saved after the application, its error pages and all valves. No error page can
 * run any more, but the client must not take the change for saved.
 */
final class LateFailure {

    private static final System.Logger LOG = System.getLogger(LateFailure.class.getName());

    private LateFailure() {}

    /**
     * Changes a response whose headers are about to be sent; it loses its body and cookies. If it is already committed,
     * the failure is only logged.
     */
    static void answer(Response response, Throwable failure, ManagerRuntime runtime) {
        if (response.isCommitted()) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "What a valve or a listener changed in a session after the response could not be saved, and the response was sent"
                            + " already: {0} The change is lost.",
                    String.valueOf(failure.getMessage()));
            return;
        }
        response.resetBuffer();
        var headers = response.getCoyoteResponse();
        headers.getMimeHeaders().recycle();
        headers.setContentLength(0);
        headers.setContentType(null);
        headers.setStatus(status(failure, response, runtime));
        response.setHeader("Cache-Control", "no-store");
    }

    private static int status(Throwable failure, Response response, ManagerRuntime runtime) {
        if (failure instanceof StoreUnavailableException outage) {
            runtime.unavailableResponses().increment();
            response.setHeader("Retry-After", ServiceUnavailableResponse.retryAfter(outage));
            return HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        }
        LOG.log(
                System.Logger.Level.ERROR,
                "What a request changed in its session after the application had responded could not be saved; the response became a 500.",
                failure);
        return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }
}
