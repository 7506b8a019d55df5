package org.vedfolnir.web.health;

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
import java.util.List;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.web.JsonResponse;

/**
 * {@code /health/live}: the process is alive. {@code /health/started}: the session manager has started. {@code /health/ready}: everything that the
 * application needs is available. {@code /health}: all of them. Otherwise 503. The format is that of MicroProfile Health 4.0 §4: {@code {"status":"UP","checks":[{"name":"…","status":"UP"}]}}.
 */
@WebServlet(urlPatterns = {"/health", "/health/live", "/health/ready", "/health/started"})
public final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    @Any
    private transient Instance<HealthCheck> checks;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var answers = Json.createArrayBuilder();
        var up = true;
        var path = request.getServletPath();
        if (path.equals("/health") || path.equals("/health/started")) {
            up = getServletContext().getAttribute(SessionRegistry.ATTRIBUTE) != null;
            answers.add(describe("session-manager", new HealthCheck.Answer(up, List.of())));
        }
        if (path.equals("/health") || path.equals("/health/ready")) {
            for (var check : checks) {
                var answer = check.ask();
                up &= answer.up();
                answers.add(describe(check.name(), answer));
            }
        }
        var code = up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        JsonResponse.send(response, code, status(up).add("checks", answers).build());
    }

    private static JsonObjectBuilder describe(String name, HealthCheck.Answer answer) {
        var described = status(answer.up()).add("name", name);
        var data = Json.createObjectBuilder();
        if (!answer.reason().isEmpty()) {
            data.add("reason", answer.reason());
        }
        if (!answer.concerns().isEmpty()) {
            data.add("degraded", String.join(" ", answer.concerns()));
        }
        if (answer.lostEvents() > 0) {
            data.add("lostEvents", answer.lostEvents());
        }
        var built = data.build();
        return built.isEmpty() ? described : described.add("data", built);
    }

    private static JsonObjectBuilder status(boolean up) {
        return Json.createObjectBuilder().add("status", up ? "UP" : "DOWN");
    }
}
