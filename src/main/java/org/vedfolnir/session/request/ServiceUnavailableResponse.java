package org.vedfolnir.session.request;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.vedfolnir.session.http.runtime.ManagerRuntime;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** The response if the store failed: 503 with {@code Retry-After}, and nothing that could replace the visitor's session. */
public final class ServiceUnavailableResponse {

    private static final System.Logger LOG = System.getLogger(ServiceUnavailableResponse.class.getName());

    private ServiceUnavailableResponse() {}

    /** Resets the response, above all its session cookie; if it is already committed, the outage is only logged. */
    public static void answer(HttpServletResponse response, StoreUnavailableException outage, ManagerRuntime runtime)
            throws IOException {
        if (response.isCommitted()) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "The store failed after the response was committed: {0}",
                    outage.getMessage());
            return;
        }
        // the filter may have answered, and counted it, before the valve
        if (response.getStatus() != HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            runtime.unavailableResponses().increment();
        }
        response.reset();
        response.setHeader("Retry-After", retryAfter(outage));
        response.setHeader("Cache-Control", "no-store");
        response.sendError(
                HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                "Sessions cannot be reached at the moment. If you were signed in, you still are; please try again.");
    }

    /** In whole seconds, at least one. */
    static String retryAfter(StoreUnavailableException outage) {
        return Long.toString(Math.max(1, (outage.retryAfter().toMillis() + 999) / 1000));
    }
}
