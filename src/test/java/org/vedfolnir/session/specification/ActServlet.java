package org.vedfolnir.session.specification;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Performs the acts of the parameters {@code do}, or {@code in} in a dispatch, and records each result. */
final class ActServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var steps = request.getParameterValues(request.getDispatcherType() == DispatcherType.REQUEST ? "do" : "in");
        var acts = new Acts(request, response);
        for (var step : steps == null ? new String[0] : steps) {
            var outcome = outcome(acts, step);
            Trace.of(getServletContext()).say(getServletContext().getContextPath() + "> " + step + " -> " + outcome);
        }
    }

    private static String outcome(Acts acts, String step) {
        try {
            return String.valueOf(acts.perform(step));
        } catch (Acts.Failure e) {
            throw e;
        } catch (Exception e) {
            return "throws " + e.getClass().getName();
        }
    }
}
