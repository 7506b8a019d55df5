package org.vedfolnir.web.filter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** Answers 405 to methods that a page does not support (RFC 9110 §15.5.6). Faces would render the page for {@code DELETE}, as for {@code GET}. */
public final class PageMethodsFilter extends HttpFilter {

    private static final long serialVersionUID = 1;
    private static final Set<String> KNOWN = Set.of("GET", "HEAD", "POST");
    private static final String ALLOWED = "GET, HEAD, POST, OPTIONS";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (KNOWN.contains(request.getMethod())) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("Allow", ALLOWED);
        if (!"OPTIONS".equals(request.getMethod())) {
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }
}
