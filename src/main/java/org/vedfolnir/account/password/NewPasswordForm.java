package org.vedfolnir.account.password;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.vedfolnir.web.ValidationMessage;

/**
 * What the forms in which a password is chosen have in common.
 *
 * @param again the same, typed a second time
 */
public record NewPasswordForm(String password, String again) {

    /** As it was typed: a password that is too long is rejected, not cut. */
    public static NewPasswordForm of(HttpServletRequest request) {
        return new NewPasswordForm(field(request, "new-password"), field(request, "again"));
    }

    private static String field(HttpServletRequest request, String name) {
        return Objects.requireNonNullElse(request.getParameter(name), "");
    }

    /** Nothing was changed; the next page says why. */
    public static void reject(
            List<ValidationMessage> messages, HttpServletRequest request, HttpServletResponse response) {
        request.setAttribute("validationMessages", messages);
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
    }

    public static void show(String page, PasswordRules rules, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        request.setAttribute("shortest", rules.shortest());
        request.getRequestDispatcher(page).forward(request, response);
    }

    /** The page does not say whether the link is unknown, used, expired or replaced. */
    public static void showVoidLink(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setStatus(HttpServletResponse.SC_GONE);
        request.getRequestDispatcher("/WEB-INF/void-link.jsp").forward(request, response);
    }

    /** A record's own text would show the password. */
    @Override
    public String toString() {
        return "NewPasswordForm[…]";
    }
}
