package org.vedfolnir.session.specification;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The acts of an application on its session, each a word with arguments. */
final class Acts {

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private @Nullable HttpSession kept;

    Acts(HttpServletRequest request, HttpServletResponse response) {
        this.request = request;
        this.response = response;
    }

    @Nullable
    Object perform(String step) throws Exception {
        var words = step.split(" ", 3);
        return switch (words[0]) {
            case "session" -> facts(request.getSession());
            case "look" -> request.getSession(false) == null ? "none" : "one";
            case "keep" -> facts(kept = request.getSession());
            case "forget" -> kept = null;
            case "valid" ->
                request.isRequestedSessionIdValid() + ", from a cookie " + request.isRequestedSessionIdFromCookie()
                        + ", in the URL " + request.isRequestedSessionIdFromURL();
            case "requested" -> request.getRequestedSessionId();
            case "change-id" -> request.changeSessionId();
            case "user" -> request.getRemoteUser() + " " + request.getAuthType() + " " + request.isUserInRole("user");
            case "log-in" -> done(() -> request.login("ann", "secret"));
            case "log-out" -> done(request::logout);
            case "encode" -> response.encodeURL("/page?x=1") + " " + response.encodeRedirectURL("/next");
            case "redirect" -> done(() -> response.sendRedirect(response.encodeRedirectURL("/next")));
            case "error" -> done(() -> response.sendError(Integer.parseInt(words[1])));
            case "fail" -> throw new Failure();
            case "flush" -> done(response::flushBuffer);
            case "include" -> done(() -> request.getRequestDispatcher(words[1]).include(request, response));
            case "forward" -> done(() -> request.getRequestDispatcher(words[1]).forward(request, response));
            case "include-of" ->
                done(() -> other(words[1]).getRequestDispatcher(words[2]).include(request, response));
            case "forward-to" ->
                done(() -> other(words[1]).getRequestDispatcher(words[2]).forward(request, response));
            case "async" -> done(() -> request.startAsync().dispatch(words[1]));
            default -> onSession(words);
        };
    }

    private jakarta.servlet.ServletContext other(String path) {
        return request.getServletContext().getContext(path);
    }

    private @Nullable Object onSession(String[] words) throws Exception {
        var session = kept == null ? request.getSession() : kept;
        return switch (words[0]) {
            case "id" -> session.getId();
            case "new" -> session.isNew();
            case "set" -> done(() -> session.setAttribute(words[1], words[2]));
            case "set-constant" -> done(() -> session.setAttribute("constant", "constant"));
            case "bind" -> done(() -> session.setAttribute(words[1], new Bound(words[2])));
            case "bind-again" -> done(() -> session.setAttribute(words[1], session.getAttribute(words[1])));
            case "change" -> done(((Bound) session.getAttribute(words[1]))::change);
            case "put" -> done(() -> session.setAttribute(words[1], values(words[2])));
            case "get" -> session.getAttribute(words[1]);
            case "names" -> new TreeSet<>(Collections.list(session.getAttributeNames()));
            case "remove" -> done(() -> session.removeAttribute(words[1]));
            case "set-null" -> done(() -> session.setAttribute(words[1], null));
            case "nulls" -> nulls(session);
            case "idle" -> done(() -> session.setMaxInactiveInterval(Integer.parseInt(words[1])));
            case "idle?" -> session.getMaxInactiveInterval();
            case "stamp" -> done(() -> session.setAttribute("stamp", session.getCreationTime()));
            case "stamp?" -> Long.valueOf(session.getCreationTime()).equals(session.getAttribute("stamp"));
            case "times" -> times(session);
            case "invalidate" -> done(session::invalidate);
            case "each" -> each(session);
            default -> throw new AssertionError("Unknown act '" + words[0] + "'.");
        };
    }

    private static Object values(String kind) {
        return switch (kind) {
            case "unserializable" -> new Object();
            case "unserializable-inside" -> new ArrayList<>(List.of(new Object()));
            default -> new ArrayList<>(List.of(kind));
        };
    }

    private static String facts(HttpSession session) {
        return session.getId() + " new " + session.isNew() + ", idle " + session.getMaxInactiveInterval();
    }

    private static String times(HttpSession session) {
        var created = session.getCreationTime();
        var last = session.getLastAccessedTime();
        var now = System.currentTimeMillis();
        return "created before last " + (created <= last) + ", last before now " + (last <= now) + ", lately "
                + (now - created < 60_000);
    }

    private static List<String> nulls(HttpSession session) {
        return List.of(
                outcome(() -> session.getAttribute(null)),
                outcome(() -> done(() -> session.removeAttribute(null))),
                outcome(() -> done(() -> session.setAttribute(null, "value"))),
                outcome(() -> done(() -> session.setAttribute(null, null))));
    }

    /** Calls every method of a session, invalidate last. */
    private static List<String> each(HttpSession session) {
        return List.of(
                outcome(session::getId),
                outcome(() -> session.getCreationTime() > 0),
                outcome(() -> session.getLastAccessedTime() > 0),
                outcome(session::getMaxInactiveInterval),
                outcome(session::isNew),
                outcome(() -> session.getServletContext().getContextPath()),
                outcome(() -> session.getAttribute("color")),
                outcome(() -> session.getAttribute(null)),
                outcome(() -> new TreeSet<>(Collections.list(session.getAttributeNames()))),
                outcome(() -> done(() -> session.setAttribute("color", "late"))),
                outcome(() -> done(() -> session.setAttribute("color", null))),
                outcome(() -> done(() -> session.setAttribute(null, "late"))),
                outcome(() -> done(() -> session.removeAttribute("color"))),
                outcome(() -> done(() -> session.removeAttribute(null))),
                outcome(() -> done(() -> session.setMaxInactiveInterval(7))),
                outcome(session::getMaxInactiveInterval),
                outcome(() -> done(session::invalidate)));
    }

    private static String outcome(Callable<@Nullable Object> call) {
        try {
            return String.valueOf(call.call());
        } catch (Exception e) {
            return e.getClass().getSimpleName();
        }
    }

    /** An exception of the application that it does not catch. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private interface Step {
        void run() throws Exception;
    }

    private static String done(Step step) throws Exception {
        step.run();
        return "done";
    }
}
