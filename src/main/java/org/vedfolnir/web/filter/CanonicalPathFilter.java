package org.vedfolnir.web.filter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Knows each address by one spelling only. Path parameters, doubled slashes, dots and encoded ones of them lead to the same page as the
 * plain address in one part of a server and to another in the next, which is how access rules are walked around.
 */
public final class CanonicalPathFilter extends HttpFilter {

    private static final long serialVersionUID = 1;
    private static final Pattern TRICK =
            Pattern.compile(";|//|\\\\|/\\.|%(?:2[eEfF]|5[cC]|3[bB]|25|[01][0-9a-fA-F]|7[fF])");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isCanonical(request.getRequestURI())) {
            chain.doFilter(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /** @param path of a request, as it was sent */
    public static boolean isCanonical(String path) {
        return !TRICK.matcher(path).find();
    }
}
