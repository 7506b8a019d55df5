package org.vedfolnir.account.password;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.link.LinkCookie;

/**
 * {@code /new-password} lets the holder of a one-time link set a password. They sign in with it afterwards: a link in the wrong hands must not give
 * access without a sign-in that is recorded.
 */
@WebServlet("/new-password")
public final class NewPasswordServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    private transient PasswordChanges passwords;

    @Inject
    private transient PasswordRules rules;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (LinkCookie.take(request, response)) {
            return;
        }
        var account = passwords.byLink(LinkCookie.token(request));
        if (account.isPresent()) {
            show(account.get(), request, response);
        } else {
            NewPasswordForm.showVoidLink(request, response);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var token = LinkCookie.token(request);
        var account = passwords.byLink(token);
        if (account.isEmpty()) {
            NewPasswordForm.showVoidLink(request, response);
            return;
        }
        var form = NewPasswordForm.of(request);
        var messages = rules.messages(
                form.password(),
                form.again(),
                account.get().getUsername(),
                account.get().getEmail());
        if (!messages.isEmpty()) {
            NewPasswordForm.reject(messages, request, response);
            show(account.get(), request, response);
        } else if (passwords.chooseByLink(token, form.password())) {
            LinkCookie.forget(request, response);
            response.sendRedirect(request.getContextPath() + "/login?chosen&username="
                    + URLEncoder.encode(account.get().getUsername(), StandardCharsets.UTF_8));
        } else {
            NewPasswordForm.showVoidLink(request, response);
        }
    }

    private void show(Account account, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        request.setAttribute("account", account);
        NewPasswordForm.show("/WEB-INF/new-password.jsp", rules, request, response);
    }
}
