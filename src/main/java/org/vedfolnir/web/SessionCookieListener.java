package org.vedfolnir.web;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Checks all settings and configures the session cookie from them. If it is sent over HTTPS only, its name gets the prefix that makes browsers
 * enforce this (RFC 6265bis §4.1.3).
 */
@WebListener
public final class SessionCookieListener implements ServletContextListener {

    @Override
    public void contextInitialized(ServletContextEvent event) {
        var context = event.getServletContext();
        var settings = new Settings(context);
        settings.check(); // a wrong one stops the start, and not the first request that needs it
        var secure = settings.flag(ApplicationSetting.COOKIE_SECURE);
        var cookie = context.getSessionCookieConfig();
        cookie.setName(
                settings.find(ApplicationSetting.COOKIE_NAME).orElseGet(() -> name(secure, context.getContextPath())));
        cookie.setHttpOnly(settings.flag(ApplicationSetting.COOKIE_HTTP_ONLY));
        cookie.setSecure(secure);
        cookie.setAttribute("SameSite", settings.read(ApplicationSetting.COOKIE_SAME_SITE));
    }

    private static String name(boolean secure, String path) {
        if (!secure) {
            return "session";
        }
        return path.isEmpty() ? "__Host-session" : "__Secure-session";
    }
}
