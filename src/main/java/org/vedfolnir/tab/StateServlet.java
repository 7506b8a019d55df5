package org.vedfolnir.tab;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.vedfolnir.web.JsonResponse;

/** {@code GET /api/session/state}: the state of the session, in JSON. The request does not extend the session. */
@WebServlet("/api/session/state")
public final class StateServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    private transient TabState state;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonResponse.send(response, HttpServletResponse.SC_OK, state.json());
    }
}
