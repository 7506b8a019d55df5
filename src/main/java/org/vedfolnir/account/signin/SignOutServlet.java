package org.vedfolnir.account.signin;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.account.session.SignedInSession;
import org.vedfolnir.session.admin.SeveralEnded;
import org.vedfolnir.web.SessionCookie;
import org.vedfolnir.web.filter.ForgeryFilter;

/**
 * {@code POST /logout} ends the session on every node, or the next page says that it did not. GET is not allowed, so a link or an image cannot sign a
 * user out.
 */
@WebServlet("/logout")
public final class SignOutServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    private transient SessionContext session;

    @Inject
    private transient SignedInSession signedInSession;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!session.isAuthenticated() && signedInSession.signOutOfSeveral(token(request)) == SeveralEnded.KEPT) {
            // removing one cookie would leave the browser in the session of the other one
            response.sendRedirect(request.getContextPath() + "/login?kept");
            return;
        }
        session.signOut();
        SessionCookie.forget(request, response);
        response.sendRedirect(request.getContextPath() + "/login?out");
    }

    private static String token(HttpServletRequest request) {
        return Objects.requireNonNullElse(request.getParameter(ForgeryFilter.FIELD), "");
    }
}
