package org.vedfolnir.web;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.Set;

/**
 * Configures the session cookie from the settings. If it is sent over HTTPS only, its name gets the prefix that makes browsers enforce this (RFC
 * 6265bis §4.1.3).
 */
@WebListener
public final class SessionCookieListener implements ServletContextListener {

    private static final Set<String> SAME_SITE = Set.of("Strict", "Lax", "None");

    @Override
    public void contextInitialized(ServletContextEvent event) {
        var context = event.getServletContext();
        var settings = new Settings(context);
        var secure = settings.flag("cookieSecure", "SESSION_COOKIE_SECURE", false);
        var sameSite = settings.read(
                "cookieSameSite", "SESSION_COOKIE_SAMESITE", "Lax", "Strict, Lax or None", SAME_SITE::contains);
        var cookie = context.getSessionCookieConfig();
        cookie.setName(settings.read(
                "cookieName",
                "SESSION_COOKIE_NAME",
                name(secure, context.getContextPath()),
                "1 to 64 letters, digits, '-' or '_'",
                text -> text.matches("[A-Za-z0-9_-]{1,64}")));
        cookie.setHttpOnly(settings.flag("cookieHttpOnly", "SESSION_COOKIE_HTTPONLY", true));
        cookie.setSecure(secure);
        cookie.setAttribute("SameSite", sameSite);
    }

    private static String name(boolean secure, String path) {
        if (!secure) {
            return "session";
        }
        return path.isEmpty() ? "__Host-session" : "__Secure-session";
    }
}
