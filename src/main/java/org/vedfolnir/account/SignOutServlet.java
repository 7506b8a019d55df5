package org.vedfolnir.account;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.vedfolnir.web.SessionCookie;

/** {@code POST /logout} ends the session on every node. A link or an image cannot: GET is not allowed. */
@WebServlet("/logout")
public final class SignOutServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient SessionContext session;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        session.signOut();
        SessionCookie.forget(request, response);
        response.sendRedirect(request.getContextPath() + "/login?out");
    }
}
