package org.vedfolnir.account.signin;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.vedfolnir.web.Refusals;
import org.vedfolnir.web.filter.ForgeryFilter;

/**
 * Guards the sign-in form, which is shown without a session: whoever could make a browser send it would have a person work in somebody
 * else's account. A browser that says where the form comes from was believed by {@link ForgeryFilter}, or refused; one that says nothing
 * must send the token of the page.
 */
public final class VisitorFormFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Inject
    private transient VisitorToken token;

    @Inject
    private transient Refusals refusals;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if ("POST".equals(request.getMethod()) && !saysItsOrigin(request) && !hasToken(request)) {
            refusals.record("sign-in form of another site");
            request.setAttribute(Refusals.PAGE, "403");
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
