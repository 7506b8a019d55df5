package org.vedfolnir.account.session;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.vedfolnir.web.Refusals;
import org.vedfolnir.web.filter.CanonicalPathFilter;

/**
 * Has a request asked again that could not be saved since another one changed the session's id meanwhile: the session manager answers 503 then. Only what was to
 * show something; of what was to change something, a part may be done. Stands before the error page.
 */
public final class MovedSessionFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Inject
    private transient MovedSession moved;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        if (isUnavailable(request) && CanonicalPathFilter.isCanonical(path) && isMoved(request)) {
            moved.askAgain(request, response, path);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isUnavailable(HttpServletRequest request) {
        return Integer.valueOf(HttpServletResponse.SC_SERVICE_UNAVAILABLE)
                        .equals(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE))
                && request.getAttribute(Refusals.PAGE) == null
                && "GET".equals(request.getMethod());
    }

    private boolean isMoved(HttpServletRequest request) {
        try {
            return moved.isReasonFor(request);
        } catch (RuntimeException e) {
            return false; // the store does not answer, which the page says
        }
    }
}
