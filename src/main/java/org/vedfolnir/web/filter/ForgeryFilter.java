package org.vedfolnir.web.filter;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.web.AccessDenials;

/**
 * Rejects cross-site requests: by Fetch Metadata or the Origin, and within a session by a token that only our pages contain. Safe methods pass
 * without a look-up of the session.
 */
public final class ForgeryFilter extends HttpFilter {

    /** The name of the session attribute, which differs from that of the form field. */
    public static final String ATTRIBUTE = "csrf_token";

    public static final String FIELD = "csrf";

    private static final long serialVersionUID = 1;
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    @Inject
    private transient AccessDenials denials;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (SAFE.contains(request.getMethod())) {
            chain.doFilter(request, response);
            return;
        }
        request.setCharacterEncoding(StandardCharsets.UTF_8.name());
        if (foreign(request)) {
            refuse(request, response, "cross-site request");
        } else if (!signingIn(request) && !knowsToken(request)) {
            refuse(request, response, "missing or wrong form token");
        } else {
            chain.doFilter(request, response);
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String reason) throws IOException {
        denials.record(reason);
        request.setAttribute(AccessDenials.PAGE, "403");
        response.sendError(
                HttpServletResponse.SC_FORBIDDEN,
                "This form came from another site, or it is older than your session. Open the page again and repeat what you did.");
    }

    /** Whether Fetch Metadata names another site; without it, whether the Origin is another host. */
    private static boolean foreign(HttpServletRequest request) {
        var site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        var origin = request.getHeader("Origin");
        return origin != null && !origin.replaceFirst("^https?://", "").equalsIgnoreCase(request.getHeader("Host"));
    }

    /** The sign-in form is rendered without a session, and so without its token. */
    private static boolean signingIn(HttpServletRequest request) {
        return "/login".equals(request.getServletPath());
    }

    private static boolean knowsToken(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session == null || !(session.getAttribute(ATTRIBUTE) instanceof String expected)) {
            return true; // a visitor has no session that another site could use
        }
        return same(expected, request.getParameter(FIELD)) || same(expected, request.getHeader("X-CSRF-Token"));
    }

    private static boolean same(String expected, @Nullable String sent) {
        return sent != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
    }
}
