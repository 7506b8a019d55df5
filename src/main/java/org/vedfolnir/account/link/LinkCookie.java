package org.vedfolnir.account.link;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.vedfolnir.web.SessionCookie;

/**
 * Moves a link's token from the address, which browsers keep in their history and people copy, into a cookie for as long as the form may
 * take. SameSite is Lax: with Strict, a link that is clicked in a web mail would arrive without its cookie.
 */
public final class LinkCookie {

    private static final String NAME = "link";
    private static final Duration LIFE = Duration.ofMinutes(30);
    /** Of 256 bits in Base64url. */
    private static final String FORM = "[A-Za-z0-9_-]{43}";

    private LinkCookie() {}

    /** @return whether the address held a token: the browser is sent to the same page without it */
    public static boolean take(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var token = request.getParameter("token");
        if (token == null) {
            return false;
        }
        // a token of another form is none: what is left of it is asked for without a cookie, and opens nothing
        set(request, response, token.matches(FORM) ? token : "", LIFE);
        response.sendRedirect(request.getContextPath() + request.getServletPath());
        return true;
    }

    /** The token, or a text that is none. */
    public static String token(HttpServletRequest request) {
        return Arrays.stream(Optional.ofNullable(request.getCookies()).orElseGet(() -> new Cookie[0]))
                .filter(cookie -> cookie.getName().equals(name(request)))
                .map(Cookie::getValue)
                .findFirst()
                .orElse("");
    }

    /** It was used up. */
    public static void forget(HttpServletRequest request, HttpServletResponse response) {
        set(request, response, "", Duration.ZERO);
    }

    private static void set(HttpServletRequest request, HttpServletResponse response, String token, Duration life) {
        var cookie = SessionCookie.like(request, name(request), token);
        cookie.setHttpOnly(true);
        cookie.setAttribute("SameSite", "Lax");
        cookie.setMaxAge((int) life.toSeconds());
        response.addCookie(cookie);
    }

    private static String name(HttpServletRequest request) {
        return SessionCookie.prefix(request) + NAME;
    }
}
