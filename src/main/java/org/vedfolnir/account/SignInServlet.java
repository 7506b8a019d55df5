package org.vedfolnir.account;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.vedfolnir.web.Next;

/** {@code GET /login} shows the form, and stores nothing for who only looks; {@code POST /login} signs in. */
@WebServlet("/login")
public final class SignInServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final String HOME = "/home";
    private static final int LONGEST = 256;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient Accounts accounts;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient SessionContext session;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient Event<SignedIn> signedIn;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (session.isAuthenticated()) {
            response.sendRedirect(request.getContextPath() + HOME);
        } else {
            show(request, response);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var account = accounts.authenticate(field(request, "username"), field(request, "password"));
        if (account.isEmpty()) {
            session.signInFailed();
            request.setAttribute("failed", true);
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            show(request, response);
            return;
        }
        session.signIn(account.get());
        signedIn.fire(new SignedIn(account.get()));
        response.sendRedirect(request.getContextPath() + Next.path(request.getParameter("next"), HOME));
    }

    /** Longer than any name or password of ours: not worth hashing. */
    private static String field(HttpServletRequest request, String name) {
        var text = request.getParameter(name);
        return text == null || text.length() > LONGEST ? "" : text;
    }

    private static void show(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        request.setAttribute("next", Next.path(request.getParameter("next"), HOME));
        request.getRequestDispatcher("/WEB-INF/login.jsp").forward(request, response);
    }
}
