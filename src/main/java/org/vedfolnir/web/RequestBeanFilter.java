package org.vedfolnir.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * A filter that asks beans of the request or of its session. It can ask them only where CDI has begun this very request; {@code ArchitectureTest} keeps
 * other filters and listeners from holding such beans.
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

    /** CDI has begun no request here: no page of a session is at this address. */
    protected void withoutBeans(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
    }
}
