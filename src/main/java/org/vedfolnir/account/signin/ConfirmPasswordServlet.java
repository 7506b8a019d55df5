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
import org.vedfolnir.account.session.SignedInSession;

/** {@code /confirm} asks a signed-in user for the password again and redirects back. */
@WebServlet("/confirm")
public final class ConfirmPasswordServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    private transient Accounts accounts;

    @Inject
    private transient PasswordForm form;

    @Inject
    private transient SessionContext session;

    @Inject
    private transient SignedInSession signedInSession;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        show(request, response);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var account = accounts.find(session.requireUserId()).orElse(null);
        if (form.acceptsAgain(request, response, account)) {
            signedInSession.confirm();
            response.sendRedirect(request.getContextPath() + PasswordForm.next(request));
        } else {
            show(request, response);
        }
    }

    private static void show(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        PasswordForm.show("/WEB-INF/confirm.jsp", request, response);
    }
}
