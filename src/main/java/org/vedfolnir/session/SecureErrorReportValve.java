package org.vedfolnir.session;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import org.apache.catalina.AccessLog;
import org.apache.catalina.Container;
import org.apache.catalina.Engine;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * Gives the answers that Tomcat makes by itself the security headers that an application's filters cannot give them: a request that Tomcat does not
 * understand reaches no application (RFC 9110 §15.5.1; {@code 400}, {@code 417}, {@code 501}, {@code 505}, {@code OPTIONS *}). It says neither a
 * version nor a stack trace. What an application answers keeps its own headers. Thread-safe.
 *
 * <p>It stands in two places. As a host's {@code errorReportValveClass} it writes that host's error reports. As a valve of the {@code <Engine>} it meets
 * those that reach no host; some reach no valve at all, and the access log of the engine is the only one that is told of them, just before they
 * are sent. So it is an {@link AccessLog} too, and passes on to the default host's log what Tomcat would have written there.
 */
public final class SecureErrorReportValve extends ErrorReportValve implements AccessLog {

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
                    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cache-Control", "no-store");

    private boolean requestAttributesEnabled;

    public SecureErrorReportValve() {
        setShowReport(false);
        setShowServerInfo(false);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (request.getHost() == null) {
            protect(response);
        }
        super.invoke(request, response);
    }

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        if (response.isErrorReportRequired()) {
            protect(response);
        }
        super.report(request, response, throwable);
    }

    @Override
    public void log(Request request, Response response, long time) {
        protect(response);
        var host = request.getHost() == null ? defaultHost() : null;
        if (host != null && host.getAccessLog() != null) {
            host.getAccessLog().log(request, response, time);
        }
    }

    private @Nullable Container defaultHost() {
        return getContainer() instanceof Engine engine ? engine.findChild(engine.getDefaultHost()) : null;
    }

    /** Not those of an application: what it has set stays. */
    private static void protect(Response response) {
        if (!response.isCommitted()) {
            var sent = response.getCoyoteResponse();
            HEADERS.forEach((name, value) -> {
                if (sent.getMimeHeaders().getHeader(name) == null) {
                    sent.setHeader(name, value);
                }
            });
        }
    }

    @Override
    public void setRequestAttributesEnabled(boolean enabled) {
        requestAttributesEnabled = enabled;
    }

    @Override
    public boolean getRequestAttributesEnabled() {
        return requestAttributesEnabled;
    }
}
