package org.vedfolnir.web.filter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Answers 400 if the parameters of a request cannot be read, and 413 if its form is too large (RFC 9110 §15.5). The first access to a parameter
 * detects it. The body of a form is not read earlier, so a request that is rejected for another reason does not wait for its body.
 */
public final class ParametersFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            var checked = new CheckedParameters(request);
            if (!"POST".equals(request.getMethod())) {
                checked.getParameterMap(); // the parameters of the address need no waiting
            }
            chain.doFilter(checked, response);
        } catch (ServletException | RuntimeException e) {
            var malformed = reason(e);
            if (malformed == null || response.isCommitted()) {
                throw e;
            }
            response.sendError(malformed.status());
        }
    }

    private static @Nullable MalformedParametersException reason(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof MalformedParametersException malformed) {
                return malformed;
            }
        }
        return null;
    }
}
