package org.vedfolnir.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Redirects to the list of connections, which says that one is needed, when a page or an action throws {@link NoPlatformException}. */
public final class NoPlatformFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            if (!needsPlatform(e) || response.isCommitted()) {
                throw e;
            }
            response.sendRedirect(request.getContextPath() + "/platforms?required");
        }
    }

    private static boolean needsPlatform(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoPlatformException) {
                return true;
            }
        }
        return false;
    }
}
