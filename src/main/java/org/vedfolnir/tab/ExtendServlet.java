package org.vedfolnir.tab;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.web.JsonResponse;

/** {@code POST /api/session/extend} extends the session and returns its state. */
@WebServlet("/api/session/extend")
public final class ExtendServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    private transient TabState state;

    @Inject
    private transient SessionContext session;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        session.extend();
        JsonResponse.send(response, HttpServletResponse.SC_OK, state.json());
    }
}
