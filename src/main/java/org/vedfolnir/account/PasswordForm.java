package org.vedfolnir.account;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.vedfolnir.web.Next;

/** What the two forms that ask for a password have in common. */
final class PasswordForm {

    static final String HOME = "/home";

    private static final int LONGEST = 256;
    private static final int TOO_MANY_REQUESTS = 429;
    /** Longer waits are told in minutes. */
    private static final int MOST_SECONDS = 99;

    private PasswordForm() {}

    /** Longer than any name or password of ours: not worth hashing. */
    static String field(HttpServletRequest request, String name) {
        var text = request.getParameter(name);
        return text == null || text.length() > LONGEST ? "" : text;
    }

    /** Where the form leads to. */
    static String next(HttpServletRequest request) {
        return Next.path(request.getParameter("next"), HOME);
    }

    /** The name or the password was wrong; which, nobody is told. */
    static void fail(HttpServletRequest request, HttpServletResponse response) {
        request.setAttribute("failed", true);
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
    }

    /** RFC 6585 §4. The tries before it are recorded; who goes on is not written down ten thousand times. */
    static void delay(Duration delay, HttpServletRequest request, HttpServletResponse response) {
        var seconds = delay.plusMillis(999).toSeconds();
        response.setStatus(TOO_MANY_REQUESTS);
        response.setHeader("Retry-After", Long.toString(seconds));
        if (seconds > MOST_SECONDS) {
            request.setAttribute("waitMinutes", (seconds + 59) / 60);
        } else {
            request.setAttribute("waitSeconds", seconds);
        }
    }

    static void show(String page, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        request.setAttribute("next", next(request));
        request.getRequestDispatcher(page).forward(request, response);
    }
}
