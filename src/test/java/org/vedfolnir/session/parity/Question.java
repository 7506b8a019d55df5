package org.vedfolnir.session.parity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a place on the way of a request reads or changes. */
enum Question {
    /** The session, if there is one: its id, whether it is new, and its content. */
    SESSION {
        @Override
        String answer(HttpServletRequest request, Aliases aliases, String mark) {
            return seen(request.getSession(false), aliases);
        }
    },
    /** The signed-in user. */
    USER {
        @Override
        String answer(HttpServletRequest request, Aliases aliases, String mark) {
            var principal = request.getUserPrincipal();
            return (principal == null ? "nobody" : principal.getName()) + " remote " + request.getRemoteUser()
                    + " user " + request.isUserInRole("user") + " by " + request.getAuthType();
        }
    },
    /** The id that the client sent. */
    VALID {
        @Override
        String answer(HttpServletRequest request, Aliases aliases, String mark) {
            return aliases.of(request.getRequestedSessionId()) + " valid " + request.isRequestedSessionIdValid()
                    + " cookie " + request.isRequestedSessionIdFromCookie() + " url "
                    + request.isRequestedSessionIdFromURL();
        }
    },
    /** All of these, as a log or a trace reads them. */
    ALL {
        @Override
        String answer(HttpServletRequest request, Aliases aliases, String mark) {
            return SESSION.answer(request, aliases, mark) + "; " + USER.answer(request, aliases, mark) + "; "
                    + VALID.answer(request, aliases, mark);
        }
    },
    /** Changes the session, if there is one. */
    SET {
        @Override
        String answer(HttpServletRequest request, Aliases aliases, String mark) {
            var session = request.getSession(false);
            if (session != null) {
                session.setAttribute("mark", mark);
            }
            return seen(session, aliases);
        }
    },
    /** Creates a session if there is none, and changes it. */
    CREATE {
        @Override
        String answer(HttpServletRequest request, Aliases aliases, String mark) {
            var session = request.getSession();
            session.setAttribute("mark", mark);
            return seen(session, aliases);
        }
    };

    abstract String answer(HttpServletRequest request, Aliases aliases, String mark);

    /** A rejection by the container, as of a new session after the response has been sent, is a result too. */
    String ask(HttpServletRequest request, Aliases aliases, String mark) {
        try {
            return answer(request, aliases, mark);
        } catch (IllegalStateException e) {
            return "IllegalStateException";
        }
    }

    private static String seen(@Nullable HttpSession session, Aliases aliases) {
        if (session == null) {
            return "no session";
        }
        var attributes = Collections.list(session.getAttributeNames()).stream()
                .sorted()
                .map(name -> name + "=" + session.getAttribute(name))
                .collect(Collectors.joining(","));
        return aliases.of(session.getId()) + (session.isNew() ? " new" : "") + " {" + attributes + "}";
    }
}
