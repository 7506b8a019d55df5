package org.vedfolnir.session.work;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

/** A request with its response. */
public record Exchange(HttpServletRequest request, HttpServletResponse response) {

    /** The session that the request names. Fails if there is none. */
    public HttpSession session() {
        var session = request.getSession(false);
        if (session == null) {
            throw new AssertionError("This request has no session.");
        }
        return session;
    }

    /** Whether there is one, as text. */
    public String found() {
        return request.getSession(false) == null ? "no session" : "a session";
    }

    /** An attribute, as text. */
    public String get(String name) {
        return String.valueOf(session().getAttribute(name));
    }

    public <T> T get(Class<T> type, String name) {
        return type.cast(session().getAttribute(name));
    }

    /** Sets an attribute, in a new session if there is none. */
    public String set(String name, Object value) {
        request.getSession().setAttribute(name, value);
        return "set";
    }
}
