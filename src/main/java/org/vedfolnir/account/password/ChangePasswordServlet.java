package org.vedfolnir.account.password;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.Accounts;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.account.signin.DeviceCookies;
import org.vedfolnir.account.signin.PasswordForm;
import org.vedfolnir.web.ValidationMessage;

/**
 * {@code /password} lets a signed-in user change the password, and signs out their other sessions unless the box is unticked.
 */
@WebServlet("/password")
public final class ChangePasswordServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    private transient Accounts accounts;

    @Inject
    private transient PasswordChanges passwords;

    @Inject
    private transient PasswordRules rules;

    @Inject
    private transient PasswordForm present;

    @Inject
    private transient SessionContext session;

    @Inject
    private transient DeviceCookies deviceCookies;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        show(request, response);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var account = accounts.find(session.requireUserId()).orElse(null);
        if (account == null) { // deleted since this request began: the next request is that of a visitor
            response.sendRedirect(request.getContextPath() + "/login");
            return;
        }
        var form = NewPasswordForm.of(request);
        var messages = rules.messages(form.password(), form.again(), account.getUsername(), account.getEmail());
        if (!messages.isEmpty()) {
            NewPasswordForm.reject(messages, request, response);
            show(request, response);
        } else if (present.acceptsAgain(request, response, account)) {
            change(account, form.password(), request, response);
        } else {
            show(request, response);
        }
    }

    private void change(Account account, String password, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var everywhere = request.getParameter("everywhere") != null;
        var changed = passwords.change(account, password, everywhere);
        if (changed.isEmpty()) {
            NewPasswordForm.reject(List.of(ValidationMessage.of("password.changedMeanwhile")), request, response);
            show(request, response);
            return;
        }
        deviceCookies.remember(request, response, changed.get());
        response.sendRedirect(
                request.getContextPath() + "/sessions?password=" + (everywhere ? "everywhere" : "changed"));
    }

    private void show(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        NewPasswordForm.show("/WEB-INF/password.jsp", rules, request, response);
    }
}
