package org.vedfolnir.session.request;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.util.SessionConfig;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.id.DuplicateCookies;

/**
 * The session id that a request means if its client sent several cookies of the session's name ({@link
 * DuplicateCookies}). Tomcat would take the last one that is not valid, or the first that is. It is decided once for
 * each request: the decision is a note of Tomcat's request, which then names the chosen id. For a request with one
 * cookie it only counts the cookies. Immutable.
 *
 * @param candidates the ids that could be meant
 * @param taken the id that Tomcat took
 * @param chosen null if there is none
 */
record RequestedSessionId(
        List<String> candidates, String taken, @Nullable String chosen) {

    private static final String NOTE = RequestedSessionId.class.getName();

    /** Returns null if the request means the id that Tomcat took, and no other. May ask the store. */
    static @Nullable RequestedSessionId decide(SessionRuntime runtime, List<String> candidates, String taken) {
        if (candidates.isEmpty() || candidates.size() == 1 && candidates.contains(taken)) {
            return null;
        }
        var choice = DuplicateCookies.among(candidates, runtime.opener()::names);
        if (!choice.ambiguous().isEmpty()) {
            runtime.opener().noteSeveralCookies(choice.ambiguous());
        }
        return new RequestedSessionId(candidates, taken, choice.value());
    }

    /** Returns the earlier decision for a request; null if there is none. */
    static @Nullable RequestedSessionId storedIn(Request request) {
        return request.getNote(NOTE) instanceof RequestedSessionId known ? known : null;
    }

    void storeIn(Request request) {
        request.setNote(NOTE, this);
        if (taken.equals(request.getRequestedSessionId())) {
            request.setRequestedSessionId(chosen);
        }
    }

    @Nullable
    String resolve(String id) {
        return id.equals(taken) ? chosen : id;
    }

    /**
     * Returns the id that Tomcat would offer to a new session, given {@code id}: if no cookie opens a session, that of
     * the last. The response replaces its cookie.
     */
    String offered(String id) {
        return id.equals(chosen) ? taken : id;
    }

    /** Whether Tomcat took this id from a cookie. */
    static boolean isFromCookie(HttpServletRequest request, String id) {
        return id.equals(request.getRequestedSessionId()) && request.isRequestedSessionIdFromCookie();
    }

    /** Returns the candidate ids; empty if there is at most one cookie. */
    static List<String> candidates(SessionRuntime runtime, HttpServletRequest request) {
        var name = SessionConfig.getSessionCookieName(runtime.context());
        var sent = request instanceof Request tomcats ? sent(tomcats, name) : sent(request.getCookies(), name);
        return sent.size() < 2
                ? List.of()
                : DuplicateCookies.candidates(sent, runtime.running().ids()::isPlausible);
    }

    private static List<String> sent(Request request, String name) {
        var cookies = request.getServerCookies();
        List<String> values = List.of();
        for (var i = 0; i < cookies.getCookieCount(); i++) {
            if (cookies.getCookie(i).getName().equals(name)) {
                values = with(values, cookies.getCookie(i).getValue().toString());
            }
        }
        return values;
    }

    private static List<String> sent(Cookie @Nullable [] cookies, String name) {
        List<String> values = List.of();
        for (var cookie : cookies == null ? new Cookie[0] : cookies) {
            if (cookie.getName().equals(name)) {
                values = with(values, cookie.getValue());
            }
        }
        return values;
    }

    private static List<String> with(List<String> values, String value) {
        if (values.isEmpty()) {
            return List.of(value);
        }
        var more = values.size() == 1 ? new ArrayList<>(values) : values;
        more.add(value);
        return more;
    }
}
