package org.vedfolnir.web;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code /health/live}: the process serves. {@code /health/ready}: and so does all that it needs, else 503. In the form of
 * MicroProfile Health 4.0 §4: {@code {"status":"UP","checks":[{"name":"…","status":"UP"}]}}.
 */
@WebServlet(urlPatterns = {"/health/live", "/health/ready"})
public final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    @Any
    @SuppressWarnings("NullAway.Init")
    private transient Instance<HealthCheck> checks;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var answers = Json.createArrayBuilder();
        var up = true;
        if ("/health/ready".equals(request.getServletPath())) {
            for (var check : checks) {
                var answer = check.up();
                up &= answer;
                answers.add(describe(check, answer));
            }
        }
        var code = up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        JsonAnswer.send(response, code, status(up).add("checks", answers).build());
    }

    private static JsonObjectBuilder describe(HealthCheck check, boolean up) {
        var answer = status(up).add("name", check.name());
        var concerns = check.concerns();
        return concerns.isEmpty()
                ? answer
                : answer.add("data", Json.createObjectBuilder().add("degraded", String.join(" ", concerns)));
    }

    private static JsonObjectBuilder status(boolean up) {
        return Json.createObjectBuilder().add("status", up ? "UP" : "DOWN");
    }
}
