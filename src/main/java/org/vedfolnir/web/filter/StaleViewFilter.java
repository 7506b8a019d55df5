package org.vedfolnir.web.filter;

import jakarta.faces.render.ResponseStateManager;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers 409 to a form with an unknown view state. Our views are stateless, so any other state was forged or belongs to an older version of the page. It
 * is no error of the server and does not belong in its log.
 */
public final class StaleViewFilter extends HttpFilter {

    /** The one that Faces writes into the forms of a stateless view. */
    private static final String STATELESS = "stateless";

    private static final long serialVersionUID = 1;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var state = request.getParameter(ResponseStateManager.VIEW_STATE_PARAM);
        if (state == null || state.equals(STATELESS)) {
            chain.doFilter(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_CONFLICT);
        }
    }
}
