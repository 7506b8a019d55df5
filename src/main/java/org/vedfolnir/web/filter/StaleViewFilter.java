package org.vedfolnir.web.filter;

import jakarta.faces.application.ViewExpiredException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers 409 to a form with an unknown view state. Our views are stateless, so the state was forged or belongs to an older version of the page. It
 * is no error of the server and does not belong in its log.
 */
public final class StaleViewFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException e) {
            if (!(e.getRootCause() instanceof ViewExpiredException)) {
                throw e;
            }
            response.sendError(HttpServletResponse.SC_CONFLICT);
        }
    }
}
