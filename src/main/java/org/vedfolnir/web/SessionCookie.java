package org.vedfolnir.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What a browser still holds when its session has ended. */
public final class SessionCookie {

    private SessionCookie() {}

    /**
     * Takes the cookie back, and every page that was shown with it: browsers keep pages for their back button even if they must not
     * be stored, as long as the cookies stay the same. Other cookies of the domain are not ours to clear.
     */
    public static void forget(HttpServletRequest request, HttpServletResponse response) {
        var settings = request.getServletContext().getSessionCookieConfig();
        var gone = new Cookie(settings.getName(), "");
        gone.setMaxAge(0);
        gone.setPath(path(settings.getPath(), request.getContextPath()));
        gone.setHttpOnly(settings.isHttpOnly());
        gone.setSecure(settings.isSecure());
        gone.setAttribute("SameSite", settings.getAttribute("SameSite"));
        response.addCookie(gone);
        response.setHeader("Clear-Site-Data", "\"cache\", \"storage\"");
    }

    private static String path(@org.jspecify.annotations.Nullable String configured, String contextPath) {
        if (configured != null) {
            return configured;
        }
        return contextPath.isEmpty() ? "/" : contextPath;
    }
}
