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
import org.vedfolnir.account.session.MovedSession;
import org.vedfolnir.web.Refusals;
import org.vedfolnir.web.RequestBeanFilter;
import org.vedfolnir.web.filter.CanonicalPathFilter;

/**
 * Goes on where the container refused a request by a constraint of {@code web.xml}, before any filter saw it (Servlet 6.0 §13.8): who is not
 * signed in is led to the sign-in page, and who got the role a moment ago, which the session does not know yet, may try once more. Stands before
 * the error page.
 */
public final class ConstraintFilter extends RequestBeanFilter {

    private static final long serialVersionUID = 1;

    @Inject
    private transient SessionContext session;

    @Inject
    private transient AccountCheck check;

    @Inject
    private transient Refusals refusals;

    @Inject
    private transient MovedSession moved;

    @Override
    protected void withBeans(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var wanted = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        // another spelling is nobody's page
        if (!isRefusedByContainer(request) || !CanonicalPathFilter.isCanonical(wanted)) {
            chain.doFilter(request, response);
            return;
        }
        var before = session.getRevision();
        if (session.isAuthenticated()) {
            check.check(session);
        }
        if (!session.isAuthenticated() && moved.isReasonFor(request)) {
            moved.askAgain(request, response, wanted);
        } else if (!session.isAuthenticated()) {
            SignInPage.leadTo(
                    request,
                    response,
                    withQuery(request, wanted.substring(request.getContextPath().length())));
        } else if (session.getRevision() != before && "GET".equals(request.getMethod())) {
            response.sendRedirect(withQuery(request, wanted));
        } else {
            refusals.record("constraint of web.xml");
            request.setAttribute(Refusals.PAGE, "role");
            chain.doFilter(request, response);
        }
    }

    /** The error's attributes name the path only; the container keeps the query for the error page. */
    private static String withQuery(HttpServletRequest request, String path) {
        var query = request.getQueryString();
        return query == null ? path : path + "?" + query;
    }

    private static boolean isRefusedByContainer(HttpServletRequest request) {
        return Integer.valueOf(HttpServletResponse.SC_FORBIDDEN)
                        .equals(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE))
                && request.getAttribute(Refusals.PAGE) == null;
    }
}
