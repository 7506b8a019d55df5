package org.vedfolnir.session.node;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.vedfolnir.session.admin.SessionRegistry;

/** Does to its session what the path says, and prints the result. */
public final class ProbeServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    /** Meeting points: {@code ?meet=name} holds a request until the test has arrived too. */
    public static final Map<String, Phaser> MEETINGS = new ConcurrentHashMap<>();

    /** Sessions that the application retains beyond their requests. */
    public static final Map<String, HttpSession> HELD = new ConcurrentHashMap<>();

    /** A list with 10 MB of text, shared, so that a test measures the cost of storing it and not of building it. */
    private static final ArrayList<Object> HUGE = new ArrayList<>(Collections.nCopies(1000, noise(10_000, 7)));

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        doGet(request, response);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        if (request.getServletPath().equals("/measured")) {
            measured(request, response);
        } else {
            response.getWriter().print(answer(request, response));
        }
    }

    /** Announces the length of its response in the way that the query chooses, writes as much, and continues. */
    private static void measured(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var body = "set".getBytes(StandardCharsets.US_ASCII);
        request.getSession(false).setAttribute(request.getParameter("name"), request.getParameter("value"));
        switch (request.getParameter("by")) {
            case "length" -> response.setContentLength(body.length);
            case "long" -> response.setContentLengthLong(body.length);
            case "header" -> response.setHeader("content-length", "3");
            case "added" -> response.addHeader("Content-Length", "3");
            case "number" -> response.setIntHeader("Content-Length", body.length);
            default -> response.addIntHeader("Content-Length", body.length);
        }
        if (request.getParameter("before") != null) {
            meet(request);
        }
        response.getOutputStream().write(body);
        if (request.getParameter("before") == null) {
            meet(request);
        }
    }

    private static String answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var name = request.getParameter("name");
        var value = request.getParameter("value");
        switch (request.getServletPath()) {
            case "/login-page":
                return "login page";
            case "/login-error":
                return "login error";
            case "/protected/page":
                return "page for " + request.getRemoteUser() + ", " + request.getParameter("sent");
            case "/who":
                return request.getRemoteUser() + ", user: " + request.isUserInRole("user");
            case "/logout":
                logout(request);
                return "logged out";
            case "/public":
                return "public";
            case "/valid":
                return String.valueOf(request.isRequestedSessionIdValid());
            case "/create":
                request.getSession().setAttribute("user_id", 1);
                return "created";
            case "/get":
                var session = request.getSession(false);
                if (session == null) {
                    return "no session";
                }
                meet(request);
                return String.valueOf(session.getAttribute(name));
            case "/set":
                var changed = request.getSession();
                meet(request);
                Arrays.stream(name.split(",")).forEach(each -> changed.setAttribute(each, value));
                return "set";
            case "/write":
                var open = request.getSession(false);
                if (open == null) {
                    return "no session";
                }
                meet(request);
                open.setAttribute(name, value);
                return "set";
            case "/fields":
                setEach(request, request.getSession());
                return "set";
            case "/fields-saved":
                setEach(request, request.getSession());
                return registry(request).save() + ", "
                        + (request.getSession(false) == null ? "no session" : "a session");
            case "/remove":
                var shrinking = request.getSession();
                meet(request);
                Arrays.stream(name.split(",")).forEach(shrinking::removeAttribute);
                return "removed";
            case "/idle":
                request.getSession().setMaxInactiveInterval(Integer.parseInt(value));
                return "idle";
            case "/hold":
                HELD.put(name, request.getSession(false));
                return "held";
            case "/put-out":
                held(name).invalidate();
                return "put out";
            case "/both":
                request.getSession(false).setAttribute("first", value);
                held(name).setAttribute("second", value);
                return held(name).getAttribute("first") + ", "
                        + request.getSession(false).getAttribute("second");
            case "/last":
                return String.valueOf(request.getSession(false).getLastAccessedTime());
            case "/extend":
                return "extended: " + registry(request).extend();
            case "/sessions":
                return sessions(request, name);
            case "/swallow":
                return swallow(request);
            case "/flushed":
                request.getSession().setAttribute(name, value);
                response.getWriter().print("set");
                response.flushBuffer();
                meet(request);
                return " and gone on";
            case "/list":
                request.getSession().setAttribute(name, new ArrayList<>(Arrays.asList(value)));
                return "list";
            case "/large":
                request.getSession()
                        .setAttribute(
                                name,
                                noise(
                                        Integer.parseInt(request.getParameter("size")),
                                        Integer.parseInt(request.getParameter("seed"))));
                if (request.getParameter("and") != null) {
                    request.getSession().setAttribute("and", request.getParameter("and"));
                }
                return "set";
            case "/huge":
                var held = request.getSession();
                held.setAttribute("beside", "set by the same request");
                held.setAttribute(name, HUGE);
                return "set";
            case "/digest":
                var reading = request.getSession();
                meet(request);
                return digest(String.valueOf(reading.getAttribute(name)));
            case "/longlist":
                request.getSession()
                        .setAttribute(
                                name,
                                new ArrayList<>(Collections.nCopies(
                                        Integer.parseInt(request.getParameter("size")), "element")));
                return "list";
            case "/size":
                return "" + list(request, name).size();
            case "/bound":
                request.getSession().setAttribute(name, new Parcel());
                return "bound";
            case "/append":
                var growing = list(request, name);
                meet(request);
                growing.add(value);
                return "appended";
            case "/alias":
                var shared = list(request, name);
                meet(request);
                request.getSession().setAttribute(value, shared);
                return "alias";
            case "/identical":
                var both = request.getSession();
                return "" + (both.getAttribute(name) == both.getAttribute(value)) + both.getAttribute(name)
                        + both.getAttribute(value);
            case "/invalidate":
                request.getSession().invalidate();
                return "invalidated";
            case "/sign-out":
                var ending = request.getSession(false);
                if (ending == null) {
                    return "no session";
                }
                ending.invalidate();
                return "signed out";
            case "/rotate":
                request.getSession();
                meet(request);
                request.changeSessionId();
                request.getSession().setAttribute("rotated", "yes");
                return "rotated";
            default:
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
                return "";
        }
    }

    private static HttpSession held(String name) {
        return Objects.requireNonNull(HELD.get(name), "no session is held under this name");
    }

    /** Letters that do not compress well; the same for the same seed. */
    public static String noise(int length, int seed) {
        return new Random(seed)
                .ints(length, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** A short text that identifies a long value; a short value as it is. */
    public static String digest(String value) {
        return value.length() < 100 ? value : value.length() + "-" + value.hashCode();
    }

    /** Sets all attributes of the query at once: {@code ?id=1&name=a}. */
    private static void setEach(HttpServletRequest request, HttpSession session) {
        meet(request);
        request.getParameterMap().forEach((field, values) -> {
            if (!"meet".equals(field)) {
                session.setAttribute(field, values[0]);
            }
        });
    }

    private static String sessions(HttpServletRequest request, String user) {
        return registry(request).sessionsOf(user).size() + " sessions";
    }

    private static SessionRegistry registry(HttpServletRequest request) {
        return (SessionRegistry) request.getServletContext().getAttribute(SessionRegistry.ATTRIBUTE);
    }

    /** A class of the application. */
    record Parcel() implements java.io.Serializable {}

    /** An application that catches every exception. */
    private static String swallow(HttpServletRequest request) {
        try {
            var session = request.getSession();
            meet(request);
            session.invalidate();
            return "signed out";
        } catch (RuntimeException e) {
            return "all is well";
        }
    }

    private static void logout(HttpServletRequest request) throws IOException {
        try {
            request.logout();
        } catch (jakarta.servlet.ServletException e) {
            throw new IOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static ArrayList<Object> list(HttpServletRequest request, String name) {
        return (ArrayList<Object>) request.getSession().getAttribute(name);
    }

    private static void meet(HttpServletRequest request) {
        var meeting = request.getParameter("meet");
        if (meeting != null) {
            var phaser = MEETINGS.computeIfAbsent(meeting, each -> new Phaser(2));
            phaser.arriveAndAwaitAdvance(); // the test knows that the request is here
            phaser.arriveAndAwaitAdvance(); // the request continues
        }
    }

    /** Waits until a request has come to its meeting point. */
    public static Phaser met(String meeting) {
        var phaser = MEETINGS.computeIfAbsent(meeting, each -> new Phaser(2));
        try {
            phaser.awaitAdvanceInterruptibly(phaser.arrive(), 30, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(
                    "No request came to the meeting point " + meeting + ": it was answered before.", e);
        }
        return phaser;
    }
}
