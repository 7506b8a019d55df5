package org.vedfolnir.history;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** The application of the check: people with lists in their sessions. It knows nothing of how sessions are kept. */
final class ListsServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    static final String OWNER = "owner";
    static final String LOGIN = "login";
    static final String LIST = "list-";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String answer;
        try {
            answer = answer(request);
        } catch (IllegalStateException e) { // another tab signed out meanwhile, as with Tomcat's own manager
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        var body = answer.getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/plain;charset=UTF-8");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        if (request.getParameter("flush") != null) {
            response.flushBuffer();
            work(request);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        doGet(request, response);
    }

    private static String answer(HttpServletRequest request) {
        return switch (request.getServletPath()) {
            case "/arrive" -> arrive(request);
            case "/sign-in" -> signIn(request);
            case "/ready" -> "ready";
            default -> {
                var session = request.getSession(false);
                yield session == null || session.getAttribute(OWNER) == null ? "nobody" : signedIn(request, session);
            }
        };
    }

    private static String signedIn(HttpServletRequest request, HttpSession session) {
        return switch (request.getServletPath()) {
            case "/append" -> append(request, session);
            case "/read" -> read(session);
            case "/change-id" -> changeId(request, session);
            case "/sign-out" -> signOut(session);
            default -> person(session);
        };
    }

    private static String arrive(HttpServletRequest request) {
        request.getSession().setAttribute("language", "en");
        return "nobody";
    }

    private static String signIn(HttpServletRequest request) {
        if (request.getSession(false) != null) {
            request.changeSessionId();
        }
        var session = request.getSession();
        session.setAttribute(OWNER, request.getParameter(OWNER));
        session.setAttribute(LOGIN, Integer.valueOf(request.getParameter(LOGIN)));
        session.setAttribute("user_id", request.getParameter(OWNER));
        return person(session);
    }

    private static String person(HttpSession session) {
        return "signed-in " + session.getAttribute(OWNER) + " " + session.getAttribute(LOGIN);
    }

    private static String read(HttpSession session) {
        synchronized (session) {
            return person(session)
                    + Collections.list(session.getAttributeNames()).stream()
                            .filter(name -> name.startsWith(LIST))
                            .map(name -> "\n" + name + "=" + joined(list(session, name)))
                            .collect(Collectors.joining());
        }
    }

    private static String joined(List<Integer> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static String append(HttpServletRequest request, HttpSession session) {
        var name = request.getParameter("name");
        var list = list(session, name);
        if (request.getParameter("flush") == null) {
            work(request);
        }
        synchronized (session) { // another tab may read it, where both are on this node
            list.add(Integer.valueOf(request.getParameter("value")));
            if (list.size() == 1 || request.getParameter("set") != null) {
                session.setAttribute(name, list);
            }
        }
        return person(session);
    }

    @SuppressWarnings("unchecked")
    private static List<Integer> list(HttpSession session, String name) {
        var list = (List<Integer>) session.getAttribute(name);
        return list == null ? new ArrayList<>() : list;
    }

    private static String changeId(HttpServletRequest request, HttpSession session) {
        work(request);
        request.changeSessionId();
        return person(session);
    }

    private static String signOut(HttpSession session) {
        var last = person(session);
        session.invalidate();
        return last;
    }

    /** As an application that has more to do than to change its session: {@code ?work=20} takes 20 ms. */
    private static void work(HttpServletRequest request) {
        var ms = request.getParameter("work");
        if (ms != null) {
            LockSupport.parkNanos(Long.parseLong(ms) * 1_000_000);
        }
    }
}
