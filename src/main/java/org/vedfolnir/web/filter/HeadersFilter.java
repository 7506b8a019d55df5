package org.vedfolnir.web.filter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.vedfolnir.web.ApplicationSetting;
import org.vedfolnir.web.Settings;

/**
 * Sets the headers of all responses: a strict content security policy, no content sniffing, no referrer to other sites, no frames, no caching; over
 * HTTPS, also HSTS (RFC 6797).
 */
public final class HeadersFilter extends HttpFilter {

    private static final long serialVersionUID = 1;
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self';"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final String A_YEAR = "max-age=31536000";

    private String onlyHttps = A_YEAR;

    /** A subdomain over HTTP could set a cookie for this host, so subdomains are included unless the setting excludes them. */
    @Override
    public void init() {
        var subdomains = new Settings(getServletContext()).flag(ApplicationSetting.HSTS_SUBDOMAINS);
        onlyHttps = subdomains ? A_YEAR + "; includeSubDomains" : A_YEAR;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        var asset = request.getServletPath().startsWith("/assets/");
        response.setHeader("Cache-Control", asset ? "public, max-age=3600" : "no-store");
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", onlyHttps);
        }
        chain.doFilter(request, response);
    }
}
