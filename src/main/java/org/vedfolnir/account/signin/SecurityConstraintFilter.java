package org.vedfolnir.account.signin;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.account.session.AccountCheck;
import org.vedfolnir.account.session.SessionIdChange;
import org.vedfolnir.web.AccessDenials;
import org.vedfolnir.web.RequestBeanFilter;
import org.vedfolnir.web.filter.CanonicalPathFilter;

/**
 * Handles requests that the container rejected by a security constraint of {@code web.xml} before any filter ran (Servlet 6.0 §13.8). It redirects
 * visitors to the sign-in page, and lets a user who got the role a moment ago try again. Runs before the error page.
 */
public final class SecurityConstraintFilter extends RequestBeanFilter {

    private static final long serialVersionUID = 1;

    @Inject
    private transient SessionContext session;

    @Inject
    private transient AccountCheck check;

    @Inject
    private transient AccessDenials denials;

    @Inject
    private transient SessionIdChange idChange;

    @Override
    protected void withBeans(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var wanted = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        // other spellings of a path are no page
        if (!isRefusedByContainer(request) || !CanonicalPathFilter.isCanonical(wanted)) {
            chain.doFilter(request, response);
            return;
        }
        var before = session.getRevision();
        if (session.isAuthenticated()) {
            check.check(session);
        }
        if (!session.isAuthenticated() && idChange.appliesTo(request)) {
            idChange.retry(request, response, wanted);
        } else if (!session.isAuthenticated()) {
            SignInRedirect.send(
                    request,
                    response,
                    withQuery(request, wanted.substring(request.getContextPath().length())));
        } else if (session.getRevision() != before && "GET".equals(request.getMethod())) {
            response.sendRedirect(withQuery(request, wanted));
        } else {
            denials.record("constraint of web.xml");
            request.setAttribute(AccessDenials.PAGE, "role");
            chain.doFilter(request, response);
        }
    }

    /** The attributes of the error name the path only; the request of the error page still has the query. */
    private static String withQuery(HttpServletRequest request, String path) {
        var query = request.getQueryString();
        return query == null ? path : path + "?" + query;
    }

    private static boolean isRefusedByContainer(HttpServletRequest request) {
        return Integer.valueOf(HttpServletResponse.SC_FORBIDDEN)
                        .equals(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE))
                && request.getAttribute(AccessDenials.PAGE) == null;
    }
}
