package org.vedfolnir.web.filter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Answers 400 to a request whose parameters cannot be read, and 413 where its form is too large (RFC 9110 §15.5). Whoever asks for a parameter first finds
 * it out. A form's body is read no earlier than that: nobody waits for the body of a request that is refused without it.
 */
public final class ParametersFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            var checked = new CheckedParameters(request);
            if (!"POST".equals(request.getMethod())) {
                checked.getParameterMap(); // those of the address: there is nothing to wait for
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
