package org.vedfolnir.database;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Responds with 503 if a page needs the database and it is unavailable. Pages that need only their session still work,
 * and their events wait in the store for the audit trail.
 */
public final class DatabaseUnavailabilityFilter extends HttpFilter {

    private static final long serialVersionUID = 1;
    private static final String RETRY_AFTER_SECONDS = "5";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            if (!DatabaseUnavailability.isCauseOf(e) || response.isCommitted()) {
                throw e;
            }
            response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }
}
