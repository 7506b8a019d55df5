package org.vedfolnir.benchmark.faces;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;

/**
 * Answers how often Java serialization wrote and read the state of a view until now ({@code /counts}, which leaves the session alone), and
 * how many bytes the view state in the session has ({@code /state}).
 */
final class StateServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final String STATE = "org.apache.myfaces.application.viewstate.StateCacheServerSide.SERIALIZED_VIEW";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter()
                .print(
                        request.getRequestURI().equals("/state")
                                ? Integer.toString(bytes(request))
                                : Witness.WRITTEN + " " + Witness.READ);
    }

    private static int bytes(HttpServletRequest request) throws IOException {
        var session = request.getSession(false);
        var state = session == null ? null : session.getAttribute(STATE);
        var bytes = new ByteArrayOutputStream();
        if (state != null) {
            try (var out = new ObjectOutputStream(bytes)) {
                out.writeObject(state);
            }
        }
        return bytes.size();
    }
}
