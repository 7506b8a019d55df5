package org.vedfolnir.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * A filter that uses request-scoped or session-scoped beans. It can use them only if CDI has begun this request; {@code ArchitectureTest} forbids
 * such beans in other filters and listeners.
 */
public abstract class RequestBeanFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Override
    protected final void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (CdiRequest.hasBegun(request)) {
            withBeans(request, response, chain);
        } else {
            withoutBeans(request, response, chain);
        }
    }

    protected abstract void withBeans(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException;

    /** CDI has begun no request: no page at this address uses a session. */
    protected void withoutBeans(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
    }
}
