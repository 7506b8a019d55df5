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
 * Moves the token of a link from the address, which browsers keep in their history and users copy, into a short-lived cookie. SameSite is Lax: with
 * Strict, a link that is clicked in a web mail would arrive without its cookie.
 */
public final class LinkCookie {

    private static final String NAME = "link";
    private static final Duration LIFE = Duration.ofMinutes(30);
    /** 256 bits in Base64url. */
    private static final String FORM = "[A-Za-z0-9_-]{43}";

    private LinkCookie() {}

    /** @return whether the address had a token; the browser is redirected to the same page without it */
    public static boolean take(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var token = request.getParameter("token");
        if (token == null) {
            return false;
        }
        // an invalid token becomes an empty one, for which the page says that the link is invalid
        set(request, response, token.matches(FORM) ? token : "", LIFE);
        response.sendRedirect(request.getContextPath() + request.getServletPath());
        return true;
    }

    /** The token; an invalid text if the cookie is missing. */
    public static String token(HttpServletRequest request) {
        return Arrays.stream(Optional.ofNullable(request.getCookies()).orElseGet(() -> new Cookie[0]))
                .filter(cookie -> cookie.getName().equals(name(request)))
                .map(Cookie::getValue)
                .findFirst()
                .orElse("");
    }

    /** Removes the cookie after the link was used. */
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
