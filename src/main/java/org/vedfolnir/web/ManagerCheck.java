package org.vedfolnir.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.vedfolnir.session.admin.SessionRegistry;

/**
 * Stops the start of the application in a context without the manager: its jar is there, but its line is not. A filter, because filters
 * start after the manager and before the first request.
 */
public final class ManagerCheck extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Override
    public void init(FilterConfig config) throws ServletException {
        if (!(config.getServletContext().getAttribute(SessionRegistry.ATTRIBUTE) instanceof SessionRegistry)) {
            throw new CannotStartException(
                    "Vedfolnir needs its session manager: add <Manager className=\"org.vedfolnir.session.VedfolnirSessionManager\"/> to"
                            + " the container's conf/context.xml, or to this application's context; docs/install.md shows where.");
        }
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
    }
}
