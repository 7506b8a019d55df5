package org.vedfolnir.platform.draft;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code POST /draft} stores the text {@code draft} for the current connection. A text that is too long is shown again with a message. */
@WebServlet("/draft")
public final class DraftServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    private transient Draft draft;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (draft.isTooLong()) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            request.getRequestDispatcher("/home.xhtml").forward(request, response);
        } else {
            draft.keep();
            response.sendRedirect(request.getContextPath() + "/home?done=draft");
        }
    }
}
