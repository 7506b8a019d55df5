package org.vedfolnir.account.access;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.vedfolnir.account.RoleMissingException;
import org.vedfolnir.web.AccessDenials;

/**
 * Answers 403 when a page throws {@link RoleMissingException}, however deeply Faces, EL or a servlet has wrapped it: a missing permission is no
 * server error. The denial is recorded.
 */
public final class RoleMissingFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Inject
    private transient AccessDenials denials;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            var missing = reason(e);
            if (missing.isEmpty() || response.isCommitted()) {
                throw e;
            }
            denials.record("role " + missing.get().getRequired().stored());
            // the error page has several texts for 403
            request.setAttribute(AccessDenials.PAGE, "role");
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    private static Optional<RoleMissingException> reason(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RoleMissingException missing) {
                return Optional.of(missing);
            }
        }
        return Optional.empty();
    }
}
