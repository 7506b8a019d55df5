package org.vedfolnir.account.session;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.vedfolnir.web.AccessDenials;
import org.vedfolnir.web.filter.CanonicalPathFilter;

/**
 * Retries a request that could not be saved because a concurrent one changed the session id; the session manager answers 503 then. Only for GET:
 * another method may already have taken effect in part. Runs before the error page.
 */
public final class SessionIdChangeFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Inject
    private transient SessionIdChange idChange;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        if (isUnavailable(request) && CanonicalPathFilter.isCanonical(path) && isMoved(request)) {
            idChange.retry(request, response, path);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isUnavailable(HttpServletRequest request) {
        return Integer.valueOf(HttpServletResponse.SC_SERVICE_UNAVAILABLE)
                        .equals(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE))
                && request.getAttribute(AccessDenials.PAGE) == null
                && "GET".equals(request.getMethod());
    }

    private boolean isMoved(HttpServletRequest request) {
        try {
            return idChange.appliesTo(request);
        } catch (RuntimeException e) {
            return false; // the store does not answer: the error page is shown
        }
    }
}
