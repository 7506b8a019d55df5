package org.vedfolnir.session;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.vedfolnir.session.request.DefaultAccessLog;

/**
 * Adds security headers to the responses that Tomcat creates itself, which no filter of an application can do: a
 * request that Tomcat does not understand reaches no application (RFC 9110 §15.5.1; {@code 400}, {@code 417}, {@code
 * 501}, {@code 505}, {@code OPTIONS *}). Shows neither a version nor a stack trace. An application's response keeps its
 * own headers. Thread-safe.
 *
 * <p>It is used in two places. As a host's {@code errorReportValveClass} it writes that host's error reports. As a
 * valve of the {@code <Engine>} it handles those that reach no host. Some reach no valve at all: only the engine's
 * access log is notified of them, just before they are sent. So this valve is also an access log, which writes nothing;
 * Tomcat's lines for the default host's log are still written.
 */
public final class SecureErrorReportValve extends ErrorReportValve implements DefaultAccessLog.Silent {

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
        DefaultAccessLog.log(this, request, response, time);
    }

    /** Keeps headers that an application has set. */
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
