package org.vedfolnir.benchmark.server;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ObjLongConsumer;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.vedfolnir.benchmark.application.ApplicationSession;

/**
 * The servlet that all contestants serve. It writes a short text and sets no length: what ends a response is the container's affair, as
 * in most applications. 410 says that there is no session.
 */
public final class WorkloadServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final long AFTER_FLUSH_NANOS = 3_000_000;

    private final AtomicLong numbers = new AtomicLong();

    static void addTo(Context context) {
        Tomcat.addServlet(context, "workload", new WorkloadServlet()).addMapping("/*");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getRequestURI()) {
            case "/none" -> answer(response, "ok");
            case "/create" -> create(request, response, SessionContent::fill);
            case "/create-large" -> create(request, response, SessionContent::fillLarge);
            case "/create-spring" -> create(request, response, ApplicationSession::fill);
            default -> withSession(request, response);
        }
    }

    private void create(HttpServletRequest request, HttpServletResponse response, ObjLongConsumer<HttpSession> filling)
            throws IOException {
        filling.accept(request.getSession(true), numbers.incrementAndGet());
        answer(response, "ok");
    }

    private void withSession(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var session = request.getSession(false);
        if (session == null) {
            response.setStatus(HttpServletResponse.SC_GONE);
            answer(response, "none");
            return;
        }
        switch (request.getRequestURI()) {
            case "/read" -> answer(response, read(session));
            case "/write" -> write(session, response);
            case "/spring" -> answer(response, ApplicationSession.visit(session, numbers.incrementAndGet()));
            case "/pieces" -> pieces(session, response);
            case "/invalidate" -> invalidate(session, response);
            case "/set" -> set(request, session, response);
            case "/set-early" -> setEarly(request, session, response);
            case "/get" -> answer(response, String.valueOf(session.getAttribute(name(request))));
            case "/append" -> append(request, session, response);
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /** "torn" tells of a session that is there without what it was made with. */
    private static String read(HttpSession session) {
        if (session.getAttribute(SessionContent.USER) instanceof String user
                && session.getAttribute(SessionContent.ROLE) instanceof String role
                && session.getAttribute(SessionContent.TOKEN) instanceof String token) {
            return "ok " + (user.length() + role.length() + token.length());
        }
        return "torn";
    }

    private void write(HttpSession session, HttpServletResponse response) throws IOException {
        session.setAttribute(SessionContent.PAGE, SessionContent.page(numbers.incrementAndGet()));
        answer(response, "ok");
    }

    private void pieces(HttpSession session, HttpServletResponse response) throws IOException {
        if (read(session).startsWith("ok")) {
            session.setAttribute(SessionContent.PAGE, SessionContent.page(numbers.incrementAndGet()));
            PageInPieces.write(response);
        } else {
            answer(response, "torn");
        }
    }

    private static void invalidate(HttpSession session, HttpServletResponse response) throws IOException {
        session.invalidate();
        answer(response, "ok");
    }

    private static void set(HttpServletRequest request, HttpSession session, HttpServletResponse response)
            throws IOException {
        session.setAttribute(name(request), request.getParameter("value"));
        answer(response, "ok");
    }

    /** As a page that is streamed: its beginning is with the visitor while its end is still in the making. */
    private static void setEarly(HttpServletRequest request, HttpSession session, HttpServletResponse response)
            throws IOException {
        session.setAttribute(name(request), request.getParameter("value"));
        response.getWriter().print("ok");
        response.flushBuffer();
        LockSupport.parkNanos(AFTER_FLUSH_NANOS);
        response.getWriter().print(" end");
    }

    /** Changes a list in place: no {@code setAttribute} when it is there already. */
    private static void append(HttpServletRequest request, HttpSession session, HttpServletResponse response)
            throws IOException {
        if (session.getAttribute(name(request)) instanceof List<?> list) {
            @SuppressWarnings("unchecked")
            var texts = (List<String>) list;
            texts.add(request.getParameter("value"));
        } else {
            session.setAttribute(name(request), new ArrayList<>(List.of(request.getParameter("value"))));
        }
        answer(response, "ok");
    }

    private static String name(HttpServletRequest request) {
        return request.getParameter("name");
    }

    private static void answer(HttpServletResponse response, String text) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().print(text);
    }
}
