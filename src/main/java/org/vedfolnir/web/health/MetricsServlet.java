package org.vedfolnir.web.health;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Predicate;
import org.vedfolnir.session.admin.MetricsSource;
import org.vedfolnir.session.configuration.AddressRanges;
import org.vedfolnir.web.ApplicationSetting;
import org.vedfolnir.web.Settings;

/**
 * The figures of the session manager for monitoring, for the addresses of the setting {@code metricsAllow}; others get 404. A
 * request that came through a proxy is refused, unless Tomcat's {@code RemoteIpValve} has found out its client.
 */
@WebServlet(urlPatterns = "/metrics")
public final class MetricsServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    /** Where Tomcat's {@code RemoteIpValve} leaves the client's address. */
    private static final String RESOLVED = "org.apache.catalina.AccessLog.RemoteAddr";

    private transient Predicate<String> allowed = address -> false;

    @Override
    public void init() {
        allowed = AddressRanges.of(new Settings(getServletContext()).read(ApplicationSetting.METRICS_ALLOW))::contain;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!isAllowed(request)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (getServletContext().getAttribute(MetricsSource.ATTRIBUTE) instanceof MetricsSource source) {
            var text = source.metrics(request.getHeader("Accept"));
            response.setContentType(text.contentType());
            response.setHeader("Cache-Control", "no-store");
            response.getOutputStream().write(text.body());
        } else {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    private boolean isAllowed(HttpServletRequest request) {
        var isForwarded = request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null;
        return (request.getAttribute(RESOLVED) != null || !isForwarded) && allowed.test(request.getRemoteAddr());
    }
}
