package org.vedfolnir.web.health;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code /health/live}: the process is alive. {@code /health/started}: the session manager has started. {@code /health/ready}: everything that the
 * application needs is available. {@code /health}: all of them. Otherwise 503. The format is that of MicroProfile Health 4.0 §4: {@code {"status":"UP","checks":[{"name":"…","status":"UP"}]}}.
 */
@WebServlet(urlPatterns = {"/health", "/health/live", "/health/ready", "/health/started"})
public final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    private transient HealthReport report;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        report.send(request.getServletPath(), getServletContext(), response);
    }
}
