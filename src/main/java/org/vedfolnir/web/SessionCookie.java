package org.vedfolnir.web;

import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Creates and clears cookies with the path and flags of the session cookie. */
public final class SessionCookie {

    private SessionCookie() {}

    /**
     * Takes the cookie back, and every page that was shown with it: browsers keep pages for their back button even if they must not
     * be stored, as long as the cookies stay the same. Other cookies of the domain are not ours to clear.
     */
    public static void forget(HttpServletRequest request, HttpServletResponse response) {
        remove(request, response);
        response.setHeader("Clear-Site-Data", "\"cache\", \"storage\"");
    }

    /** Takes the cookie back. */
    public static void remove(HttpServletRequest request, HttpServletResponse response) {
        var gone = like(request, settings(request).getName(), "");
        gone.setMaxAge(0);
        response.addCookie(gone);
    }

    /** Another cookie that goes where the session's goes, and is kept as well from others. */
    public static Cookie like(HttpServletRequest request, String name, String value) {
        var settings = settings(request);
        var cookie = new Cookie(name, value);
        cookie.setPath(path(settings.getPath(), request.getContextPath()));
        cookie.setHttpOnly(settings.isHttpOnly());
        cookie.setSecure(settings.isSecure());
        cookie.setAttribute("SameSite", settings.getAttribute("SameSite"));
        return cookie;
    }

    /** {@code __Host-} or {@code __Secure-} when the session's cookie has it, else nothing. */
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
