package org.vedfolnir.account.setup;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.vedfolnir.account.AccountDetails;
import org.vedfolnir.account.link.LinkCookie;
import org.vedfolnir.account.password.NewPasswordForm;
import org.vedfolnir.account.password.PasswordRules;
import org.vedfolnir.account.signin.PasswordForm;
import org.vedfolnir.account.signin.SignIn;

/**
 * {@code /setup} creates the administrator account for the holder of the setup link, and signs them in. Opening the page does not use the link up.
 */
@WebServlet("/setup")
public final class SetupServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    private transient FirstAdministrator first;

    @Inject
    private transient PasswordRules rules;

    @Inject
    private transient SignIn signIn;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (LinkCookie.take(request, response)) {
            return;
        }
        if (first.isOffered(LinkCookie.token(request))) {
            show(request, response);
        } else {
            NewPasswordForm.showVoidLink(request, response);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var token = LinkCookie.token(request);
        if (!first.isOffered(token)) {
            NewPasswordForm.showVoidLink(request, response);
            return;
        }
        var details = AccountDetails.of(request);
        var form = NewPasswordForm.of(request);
        var messages = details.messages();
        messages.addAll(rules.messages(form.password(), form.again(), details.username(), details.email()));
        if (!messages.isEmpty()) {
            NewPasswordForm.reject(messages, request, response);
            show(request, response);
            return;
        }
        var account = first.create(token, details, form.password());
        if (account.isEmpty()) {
            NewPasswordForm.showVoidLink(request, response);
            return;
        }
        LinkCookie.forget(request, response);
        signIn.complete(request, response, account.get());
        response.sendRedirect(request.getContextPath() + PasswordForm.HOME + "?done=setup");
    }

    private void show(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        NewPasswordForm.show("/WEB-INF/setup.jsp", rules, request, response);
    }
}
