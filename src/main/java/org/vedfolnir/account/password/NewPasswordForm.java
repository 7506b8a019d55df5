package org.vedfolnir.account.password;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.vedfolnir.web.FormProblems;
import org.vedfolnir.web.ValidationMessage;

/**
 * The common part of the forms that set a password.
 *
 * @param again the repeated password
 */
public record NewPasswordForm(String password, String again) {

    /** The names of the fields. */
    static final String PASSWORD = "new-password";

    static final String AGAIN = "again";

    /** As submitted: a password that is too long is rejected, not cut. */
    public static NewPasswordForm of(HttpServletRequest request) {
        return new NewPasswordForm(field(request, PASSWORD), field(request, AGAIN));
    }

    private static String field(HttpServletRequest request, String name) {
        return Objects.requireNonNullElse(request.getParameter(name), "");
    }

    /** Rejects the form: the page shows the messages. */
    public static void reject(
            List<ValidationMessage> messages, HttpServletRequest request, HttpServletResponse response) {
        request.setAttribute("problems", new FormProblems(messages, request));
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
    }

    public static void show(String page, PasswordRules rules, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        request.setAttribute("shortest", rules.shortest());
        request.getRequestDispatcher(page).forward(request, response);
    }

    /** Does not reveal whether the link is unknown, used, expired or replaced. */
    public static void showVoidLink(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setStatus(HttpServletResponse.SC_GONE);
        request.getRequestDispatcher("/WEB-INF/void-link.jsp").forward(request, response);
    }

    /** Hides the password, which the default text of a record would show. */
    @Override
    public String toString() {
        return "NewPasswordForm[…]";
    }
}
