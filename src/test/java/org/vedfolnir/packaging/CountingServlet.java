package org.vedfolnir.packaging;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** An application whose signed-in users count in their session. One class, so that one file is the whole application. */
public final class CountingServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final AtomicLong served = new AtomicLong();

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setContentType("text/plain");
        response.getWriter().print(answer(request));
    }

    private String answer(HttpServletRequest request) throws ServletException, IOException {
        switch (request.getServletPath()) {
            case "/served":
                return "" + served;
            case "/client":
                return request.getRemoteAddr() + " " + request.getScheme() + " " + request.isSecure() + " "
                        + request.getHeader("Host") + " " + names(request);
            case "/enter":
                request.getSession().setAttribute("count", 0);
                request.getSession().setAttribute("history", new ArrayList<>(List.of(0)));
                request.login(request.getParameter("user"), request.getParameter("password"));
                return state(request);
            case "/count":
                served.incrementAndGet();
                return count(request);
            default:
                return "";
        }
    }

    private static String names(HttpServletRequest request) {
        return Collections.list(request.getHeaderNames()).stream()
                .map(String::toLowerCase)
                .filter(name -> name.contains("forwarded") || name.equals("x-real-ip"))
                .sorted()
                .toList()
                .toString();
    }

    /** A POST adds one, after some work. */
    private static String count(HttpServletRequest request) throws IOException {
        var session = request.getSession(false);
        if (session == null || request.getRemoteUser() == null) {
            return "signed out";
        }
        var work = request.getParameter("work");
        if (work != null) {
            LockSupport.parkNanos(Duration.ofMillis(Integer.parseInt(work)).toNanos());
        }
        if ("POST".equals(request.getMethod())) {
            add(session);
        }
        return state(request);
    }

    /** Sets one attribute, and changes the other one in place. */
    private static void add(HttpSession session) {
        var count = (Integer) session.getAttribute("count");
        @SuppressWarnings("unchecked")
        var history = (List<Integer>) session.getAttribute("history");
        if (!history.get(history.size() - 1).equals(count)) {
            throw new IllegalStateException("After " + history + " comes no " + count + ".");
        }
        session.setAttribute("count", count + 1);
        history.add(count + 1);
        if (history.size() > 20) {
            history.remove(0);
        }
    }

    private static String state(HttpServletRequest request) {
        return request.getRemoteUser() + " " + request.getSession().getAttribute("count");
    }
}
