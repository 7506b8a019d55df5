package org.vedfolnir.web.filter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Accepts one spelling of each path only. Path parameters, doubled slashes, dots and their encoded forms lead to the same page as the plain path in
 * one part of a server and to another page in the next part. Attackers use this to bypass access rules.
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

    /** @param path of a request, as the client sent it */
    public static boolean isCanonical(String path) {
        return !TRICK.matcher(path).find();
    }
}
