package org.vedfolnir.account.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Redirects to the sign-in page and, after the sign-in, back. */
final class SignInRedirect {

    private SignInRedirect() {}

    /** @param wanted the path within the application to return to after a GET */
    static void send(HttpServletRequest request, HttpServletResponse response, String wanted) throws IOException {
        var next =
                "GET".equals(request.getMethod()) ? "?next=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8) : "";
        response.sendRedirect(request.getContextPath() + "/login" + next);
    }
}
