package org.vedfolnir.account.signin;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.vedfolnir.account.Accounts;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.account.session.PreviousSessionEnd;

/** {@code GET /login} shows the form and stores nothing; {@code POST /login} signs in. */
@WebServlet("/login")
public final class SignInServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    private transient Accounts accounts;

    @Inject
    private transient PasswordForm form;

    @Inject
    private transient SignIn signIn;

    @Inject
    private transient SignInFormToken token;

    @Inject
    private transient PreviousSessionEnd previous;

    @Inject
    private transient SessionContext session;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (session.isAuthenticated()) {
            response.sendRedirect(request.getContextPath() + PasswordForm.HOME);
        } else {
            previous.reason().ifPresent(reason -> request.setAttribute("ended", PreviousSessionEnd.text(reason)));
            show(request, response);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var name = PasswordForm.field(request, "username");
        var account = accounts.findByName(name).orElse(null);
        if (!form.accepts(request, response, name, account) || account == null) {
            show(request, response);
        } else if (signIn.complete(request, response, account)) {
            response.sendRedirect(request.getContextPath() + PasswordForm.next(request));
        } else {
            request.setAttribute("full", true);
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            show(request, response);
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        request.setAttribute("visitorToken", token.issue(request, response));
        request.setAttribute("noAccount", accounts.isEmpty());
        PasswordForm.show("/WEB-INF/login.jsp", request, response);
    }
}
