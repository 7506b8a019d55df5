package org.vedfolnir.account.signin;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Stream;
import org.vedfolnir.account.hashing.HashingOverloadException;
import org.vedfolnir.account.hashing.Passwords;

/**
 * Answers 503 to a {@link HashingOverloadException} that no page handles. Rejects the sign-in of a stranger who would get no permit before the form
 * is read and the database is queried, with a static page: load is shed at little cost.
 */
public final class HashingOverloadFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Inject
    private transient Passwords passwords;

    private final transient StaticErrorPage page = new StaticErrorPage("busy");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isSignIn(request)
                && SignInThrottle.stranger(request).filter(passwords::isFullFor).isPresent()) {
            refuse(response);
            page.send(request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            if (response.isCommitted() || !isBusy(e)) {
                throw e;
            }
            refuse(response);
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    private static boolean isSignIn(HttpServletRequest request) {
        return "POST".equals(request.getMethod()) && "/login".equals(request.getServletPath());
    }

    private static void refuse(HttpServletResponse response) {
        response.setHeader("Retry-After", HashingOverloadException.RETRY_AFTER_SECONDS);
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }

    private static boolean isBusy(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .anyMatch(HashingOverloadException.class::isInstance);
    }
}
