package org.vedfolnir.account.signin;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonValue;
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
import org.vedfolnir.web.JsonResponse;
import org.vedfolnir.web.Messages;
import org.vedfolnir.web.RequestBeanFilter;

/**
 * Shows the sign-in page to who is not signed in, and remembers where she wanted to go. Everything that a servlet answers needs a
 * sign-in, but for what stands here, and some of it a role; what only the container's default servlet answers is an asset, or is not there at all.
 */
public final class SignInFilter extends RequestBeanFilter {

    private static final long serialVersionUID = 1;
    private static final String API = "/api/";
    private static final Set<String> PUBLIC =
            Set.of("/", "/index.jsp", "/login", "/logout", "/setup", "/new-password", "/health/live", "/health/ready");

    /** Whatever lies below, also what nobody has thought of yet. */
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
        } else {
            refuse(request, response);
        }
    }

    /** Nothing that needs a sign-in is where CDI begins no request. */
    @Override
    protected void withoutBeans(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isOpen(request)) {
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

    /** RFC 9110 §15.5.2: for programs, with words for the people who use them. */
    private void refuseProgram(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var reason = previous.reason();
        response.setHeader("WWW-Authenticate", "Session");
        JsonResponse.send(
                response,
                HttpServletResponse.SC_UNAUTHORIZED,
                Json.createObjectBuilder()
                        .add("authenticated", false)
                        .add("reason", reason.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL))
                        .add(
                                "message",
                                Messages.of(
                                        request,
                                        reason.map(PreviousSessionEnd::text).orElse("ended")))
                        .build());
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

    /** An open page that is another one for who is signed in. */
    private static boolean isAboutItsSession(HttpServletRequest request) {
        return "/logout".equals(request.getServletPath())
                || "/login".equals(request.getServletPath()) && "GET".equals(request.getMethod());
    }

    private static boolean isForAdministrators(HttpServletRequest request) {
        return ADMINISTRATORS.matcher(request.getServletPath()).matches();
    }
}
