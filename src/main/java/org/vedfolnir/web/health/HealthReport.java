package org.vedfolnir.web.health;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.web.JsonResponse;

/**
 * What {@link HealthServlet} answers. A class of its own: containers inspect the members of a servlet before {@code ManagerRequired} can report that they
 * have neither CDI nor JSON.
 */
@Dependent
class HealthReport {

    @Inject
    @Any
    private Instance<HealthCheck> checks;

    void send(String path, ServletContext context, HttpServletResponse response) throws IOException {
        var answers = Json.createArrayBuilder();
        var up = true;
        if (path.equals("/health") || path.equals("/health/started")) {
            up = context.getAttribute(SessionRegistry.ATTRIBUTE) != null;
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
