package org.vedfolnir.account.session;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;

/** {@code POST /appearance} with {@code appearance} system, light or dark. */
@WebServlet("/appearance")
public final class AppearanceServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    private transient Appearance appearance;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (appearance.choose(Objects.toString(request.getParameter(Appearance.ATTRIBUTE), ""))) {
            response.sendRedirect(request.getContextPath() + "/home");
        } else {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }
}
