package org.vedfolnir.web.filter;

import jakarta.faces.application.ViewExpiredException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers 409 to a form whose view state is none of ours. Our views keep no state, so somebody made it up, or it is from an older
 * version of the page; either way it is no error of the server, and does not belong into its log.
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
