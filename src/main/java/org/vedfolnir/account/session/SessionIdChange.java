package org.vedfolnir.account.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.SessionStatus;
import org.vedfolnir.web.AccessDenials;
import org.vedfolnir.web.JsonResponse;
import org.vedfolnir.web.Messages;
import org.vedfolnir.web.SessionCookie;

/**
 * Handles requests with an old session id. A concurrent request of the same browser has changed the id: after a confirmed or new password, or a
 * changed role. The browser has the new cookie or is about to get it, so the response is a retry, never a sign-in page. Thread-safe.
 */
@ApplicationScoped
public class SessionIdChange {

    static final String REASON = "MOVED";

    private static final String API = "/api/";
    private static final String CHANGING = SessionIdChange.class.getName();
    private static final String ASKED = "again";
    /** Afterwards, a browser without the new cookie waits a second between two attempts. */
    private static final Duration ASKED_FOR = Duration.ofSeconds(10);

    private static final int TEMPORARY_REDIRECT = 307;
    private static final String SECONDS = "1";

    @Inject
    SessionRegistry registry;

    /** Marks that this request changes the id. If it gets a 503, another request may have changed it first. */
    static void markChanging(HttpServletRequest request) {
        request.setAttribute(CHANGING, Boolean.TRUE);
    }

    /** Whether the request has an old id, or failed to save its own change of the id. One round trip if the request has a cookie. */
    public boolean appliesTo(HttpServletRequest request) {
        return request.getAttribute(CHANGING) != null
                || registry.requested()
                        .filter(SessionStatus.Moved.class::isInstance)
                        .isPresent();
    }

    /**
     * Redirects a browser to the same address, with the same method and form. If it comes back with the old cookie, it gets a page that reloads by
     * itself. A program gets 503 and a reason in JSON.
     *
     * @param path as requested, with the context path
     */
    public void retry(HttpServletRequest request, HttpServletResponse response, String path)
            throws IOException, ServletException {
        if (path.startsWith(request.getContextPath() + API)) {
            response.setHeader("Retry-After", SECONDS);
            JsonResponse.send(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, json(request));
        } else if (hasAsked(request)) {
            response.setHeader("Retry-After", SECONDS);
            if ("GET".equals(request.getMethod())) {
                response.setHeader("Refresh", SECONDS);
            }
            showPage(request, response);
        } else {
            var asked = SessionCookie.like(request, name(request), "1");
            asked.setMaxAge((int) ASKED_FOR.toSeconds());
            response.addCookie(asked);
            var query = request.getQueryString();
            response.setStatus(TEMPORARY_REDIRECT);
            response.setHeader("Location", query == null ? path : path + "?" + query);
        }
    }

    /** Forwards to the error page: the container shows none for an error within an error dispatch, which a constraint of {@code web.xml} causes. */
    private static void showPage(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        request.setAttribute(AccessDenials.PAGE, "moved");
        request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        request.getRequestDispatcher("/WEB-INF/errors/error.jsp").forward(request, response);
    }

    private static JsonObject json(HttpServletRequest request) {
        return Json.createObjectBuilder()
                .add("authenticated", false)
                .add("reason", REASON)
                .add("message", Messages.of(request, "error.moved.text"))
                .build();
    }

    private static boolean hasAsked(HttpServletRequest request) {
        return Arrays.stream(Optional.ofNullable(request.getCookies()).orElseGet(() -> new Cookie[0]))
                .anyMatch(cookie -> cookie.getName().equals(name(request)));
    }

    private static String name(HttpServletRequest request) {
        return SessionCookie.prefix(request) + ASKED;
    }
}
