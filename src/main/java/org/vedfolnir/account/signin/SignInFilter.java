package org.vedfolnir.account.signin;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.vedfolnir.account.Role;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.account.session.AccountCheck;
import org.vedfolnir.account.session.ClientChangeDetector;
import org.vedfolnir.account.session.PreviousSessionEnd;
import org.vedfolnir.account.session.SessionIdChange;
import org.vedfolnir.web.ApplicationSetting;
import org.vedfolnir.web.Messages;
import org.vedfolnir.web.PublicPaths;
import org.vedfolnir.web.RequestBeanFilter;
import org.vedfolnir.web.Settings;

/**
 * Redirects visitors to the sign-in page and remembers the page that they asked for. Every path that a servlet serves requires a sign-in, except those
 * listed here and the {@link PublicPaths} of the application; some require a role. Files that only the container's default servlet serves are assets.
 */
public final class SignInFilter extends RequestBeanFilter {

    private static final long serialVersionUID = 1;
    private static final String API = "/api/";
    private static final Set<String> PUBLIC = Set.of(
            "/",
            "/index.jsp",
            "/login",
            "/logout",
            "/setup",
            "/new-password",
            "/health",
            "/health/live",
            "/health/ready",
            "/health/started",
            "/metrics");

    /** All paths below, including pages that do not exist yet. */
    private static final Pattern ADMINISTRATORS = Pattern.compile("/users(?:[./].*)?");

    @Inject
    private transient SessionContext session;

    @Inject
    private transient AccountCheck check;

    @Inject
    private transient ClientChangeDetector clientChange;

    @Inject
    private transient PreviousSessionEnd previous;

    @Inject
    private transient SessionIdChange idChange;

    private transient PublicPaths publicPaths = PublicPaths.of("");

    @Override
    public void init() {
        publicPaths = PublicPaths.of(new Settings(getServletContext()).read(ApplicationSetting.PUBLIC_PATHS));
    }

    @Override
    protected void withBeans(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isOpen(request)) {
            if (isAboutItsSession(request) && !session.isAuthenticated() && idChange.appliesTo(request)) {
                idChange.retry(request, response, request.getRequestURI());
            } else {
                chain.doFilter(request, response);
            }
        } else if (isSignedIn(request)) {
            if (isForAdministrators(request)) {
                session.requireRole(Role.ADMIN);
            }
            chain.doFilter(request, response);
        } else if (idChange.appliesTo(request)) {
            idChange.retry(request, response, request.getRequestURI());
        } else if (isPublicPath(request)) {
            chain.doFilter(request, response);
        } else {
            refuse(request, response);
        }
    }

    /** Without CDI, only paths that need no sign-in are served. */
    @Override
    protected void withoutBeans(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isOpen(request) || isPublicPath(request)) {
            chain.doFilter(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().startsWith(API)) {
            refuseProgram(request, response);
        } else {
            var query = request.getQueryString();
            SignInRedirect.send(
                    request,
                    response,
                    query == null ? request.getServletPath() : request.getServletPath() + "?" + query);
        }
    }

    /** RFC 9110 §15.5.2: a reason for the program and a message for its user. */
    private void refuseProgram(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var reason = previous.reason();
        response.setHeader("WWW-Authenticate", "Session");
        SignedOutResponse.send(
                response,
                reason.orElse(null),
                Messages.of(request, reason.map(PreviousSessionEnd::text).orElse("ended")));
    }

    private boolean isSignedIn(HttpServletRequest request) {
        if (session.isAuthenticated()) {
            check.check(session);
        }
        if (session.isAuthenticated()) {
            clientChange.check(request, session);
        }
        return session.isAuthenticated();
    }

    private static boolean isOpen(HttpServletRequest request) {
        return PUBLIC.contains(request.getServletPath())
                || "default".equals(request.getHttpServletMapping().getServletName()) && !isForAdministrators(request);
    }

    /** A path that the application declares public. The account is checked first, so a signed-in user is treated as on every other page. */
    private boolean isPublicPath(HttpServletRequest request) {
        var below = request.getPathInfo();
        return publicPaths.contain(below == null ? request.getServletPath() : request.getServletPath() + below);
    }

    /** A public page whose content depends on the session. */
    private static boolean isAboutItsSession(HttpServletRequest request) {
        return "/logout".equals(request.getServletPath())
                || "/login".equals(request.getServletPath()) && "GET".equals(request.getMethod());
    }

    private static boolean isForAdministrators(HttpServletRequest request) {
        return ADMINISTRATORS.matcher(request.getServletPath()).matches();
    }
}
