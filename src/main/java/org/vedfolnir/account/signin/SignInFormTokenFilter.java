package org.vedfolnir.account.signin;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.vedfolnir.web.AccessDenials;
import org.vedfolnir.web.filter.ForgeryFilter;

/**
 * Protects the sign-in form, which is shown without a session, against forged requests: another site could make a browser sign in to a foreign
 * account. If a browser sends Fetch Metadata or an Origin, {@link ForgeryFilter} checks them; other clients must send the token of the form.
 */
public final class SignInFormTokenFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Inject
    private transient SignInFormToken token;

    @Inject
    private transient AccessDenials denials;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if ("POST".equals(request.getMethod()) && !saysItsOrigin(request) && !hasToken(request)) {
            denials.record("sign-in form of another site");
            request.setAttribute(AccessDenials.PAGE, "403");
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean saysItsOrigin(HttpServletRequest request) {
        return request.getHeader("Sec-Fetch-Site") != null || request.getHeader("Origin") != null;
    }

    private boolean hasToken(HttpServletRequest request) {
        return token.isOf(request, Objects.requireNonNullElse(request.getParameter(ForgeryFilter.FIELD), ""));
    }
}
