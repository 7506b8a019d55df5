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
 * Answers 403 when a {@link RoleMissingException} comes out of a page, however deep Faces, EL or a servlet has wrapped it: that somebody may
 * not do something is no error of the server. It is recorded.
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
            // the error page has more than one kind of 403
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
