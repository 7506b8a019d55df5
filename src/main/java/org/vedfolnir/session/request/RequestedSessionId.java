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
 * Which session a request means when its client sent several cookies of the session's name ({@link DuplicateCookies}). Tomcat would take the
 * last one that is not valid, or the first that is. It is decided when somebody first asks for the session, and once for the whole request: what
 * was decided lies in Tomcat's request, which then names the chosen id. A request with one cookie costs a count of its cookies. Used by
 * one thread at a time.
 */
final class RequestedSessionId {

    private static final String NOTE = RequestedSessionId.class.getName();

    private final SessionRuntime runtime;
    private @Nullable HttpServletRequest request;
    private boolean settled;
    private @Nullable Decision decision;

    RequestedSessionId(SessionRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * @param candidates the ids that could be meant
     * @param asked the id that Tomcat took
     * @param meant null when none is
     */
    record Decision(
            List<String> candidates, String asked, @Nullable String meant) {

        /** Null for a request that means the id that Tomcat took, and no other. */
        static @Nullable Decision of(SessionRuntime runtime, List<String> candidates, String asked) {
            if (candidates.isEmpty() || candidates.size() == 1 && candidates.contains(asked)) {
                return null;
            }
            var choice = DuplicateCookies.among(candidates, runtime.opener()::names);
            if (!choice.ambiguous().isEmpty()) {
                runtime.opener().noteSeveralCookies(choice.ambiguous());
            }
            return new Decision(candidates, asked, choice.value());
        }

        @Nullable
        String meantBy(String id) {
            return id.equals(asked) ? meant : id;
        }
    }

    /** From now on the ids are those of this request: Tomcat's own, or what listeners and filters get. */
    void of(HttpServletRequest said) {
        request = said;
        if (!(said instanceof Request tomcats)) {
            return;
        }
        if (decision != null) {
            tell(tomcats, decision);
        } else if (!settled && tomcats.getNote(NOTE) instanceof Decision known) {
            decision = known;
            settled = true;
        }
    }

    /** Somebody looked before the scope began, and decided by what the connector had asked; taken where the cookies say the same. */
    void known(@Nullable Decision early) {
        if (early != null && request != null && early.candidates().equals(candidates(request))) {
            decision = early;
            settled = true;
        }
    }

    /** As far as it is decided. */
    @Nullable
    String known(String id) {
        return decision == null ? id : decision.meantBy(id);
    }

    /**
     * The id that Tomcat would offer to a new session where it offers {@code id}: of several that open nothing, the last. Its cookie is the one that
     * the answer replaces.
     */
    String offered(String id) {
        return decision != null && id.equals(decision.meant()) ? decision.asked() : id;
    }

    /** The id that is meant where Tomcat asks for {@code id}; null for none. May ask the store. */
    @Nullable
    String meantBy(String id) {
        if (!settled && request != null && asks(request, id)) {
            decision = Decision.of(runtime, candidates(request), id);
            settled = true;
            if (decision != null && request instanceof Request tomcats) {
                tell(tomcats, decision);
            }
        }
        return known(id);
    }

    /** Whether it takes the store to tell what is meant. */
    boolean isOpen(String id) {
        return !settled
                && request != null
                && asks(request, id)
                && candidates(request).size() > 1;
    }

    private static boolean asks(HttpServletRequest request, String id) {
        return id.equals(request.getRequestedSessionId()) && request.isRequestedSessionIdFromCookie();
    }

    private static void tell(Request request, Decision decision) {
        request.setNote(NOTE, decision);
        if (decision.asked().equals(request.getRequestedSessionId())) {
            request.setRequestedSessionId(decision.meant());
        }
    }

    /** Empty where there is one cookie only, or none. */
    private List<String> candidates(HttpServletRequest request) {
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
