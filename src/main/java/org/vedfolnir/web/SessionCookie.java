package org.vedfolnir.web;

import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Creates and clears cookies with the path and flags of the session cookie. */
public final class SessionCookie {

    private SessionCookie() {}

    /**
     * Removes the cookie and every page that was shown with it: as long as the cookies stay the same, browsers keep pages for their back button even
     * if they must not be stored. Other cookies of the domain may belong to other applications.
     */
    public static void forget(HttpServletRequest request, HttpServletResponse response) {
        remove(request, response);
        response.setHeader("Clear-Site-Data", "\"cache\", \"storage\"");
    }

    /** Removes the cookie. */
    public static void remove(HttpServletRequest request, HttpServletResponse response) {
        var gone = like(request, settings(request).getName(), "");
        gone.setMaxAge(0);
        response.addCookie(gone);
    }

    /** A cookie with the path and the flags of the session cookie. */
    public static Cookie like(HttpServletRequest request, String name, String value) {
        var settings = settings(request);
        var cookie = new Cookie(name, value);
        cookie.setPath(path(settings.getPath(), request.getContextPath()));
        cookie.setHttpOnly(settings.isHttpOnly());
        cookie.setSecure(settings.isSecure());
        cookie.setAttribute("SameSite", settings.getAttribute("SameSite"));
        return cookie;
    }

    /** {@code __Host-} or {@code __Secure-} if the session cookie has this prefix, otherwise empty. */
    public static String prefix(HttpServletRequest request) {
        var name = settings(request).getName();
        return name.startsWith("__Host-") ? "__Host-" : name.startsWith("__Secure-") ? "__Secure-" : "";
    }

    private static SessionCookieConfig settings(HttpServletRequest request) {
        return request.getServletContext().getSessionCookieConfig();
    }

    private static String path(@org.jspecify.annotations.Nullable String configured, String contextPath) {
        if (configured != null) {
            return configured;
        }
        return contextPath.isEmpty() ? "/" : contextPath;
    }
}
