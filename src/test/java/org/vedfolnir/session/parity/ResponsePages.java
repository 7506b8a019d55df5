package org.vedfolnir.session.parity;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/** Pages that write their response in each possible way. */
final class ResponsePages extends HttpServlet {

    /** Number of times that {@link State} was serialized. */
    static final AtomicInteger ENCODINGS = new AtomicInteger();

    static final int PIECES = 10_000;

    private static final long serialVersionUID = 1;
    private static final String SENT_BY_SYSTEM = "org.apache.tomcat.sendfile.filename";
    /** More than the buffers between a server and a client that does not read. */
    private static final int MOST_EVENTS = 100_000;

    private static final String EVENT = "data: " + "e".repeat(1000) + "\n\n";

    private transient volatile CompletableFuture<Boolean> stream = new CompletableFuture<>();
    private transient volatile CompletableFuture<@Nullable Object> file = new CompletableFuture<>();

    /** State as a component framework keeps it. */
    static final class State implements Serializable {

        private static final long serialVersionUID = 1;

        private final byte[] bytes = new byte[140_000];

        State() {
            new Random(7).nextBytes(bytes);
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            ENCODINGS.incrementAndGet();
            out.defaultWriteObject();
        }

        int size() {
            return bytes.length;
        }
    }

    /** Completes with whether the next stream ends because its client has left. */
    CompletableFuture<Boolean> nextStream() {
        stream = new CompletableFuture<>();
        return stream;
    }

    /** The name of the next file if it is sent by sendfile; else null. */
    CompletableFuture<@Nullable Object> nextFile() {
        file = new CompletableFuture<>();
        return file;
    }

    ValveBase probe() {
        return new ValveBase(true) {
            @Override
            public void invoke(Request request, Response response) throws IOException, ServletException {
                getNext().invoke(request, response);
                if (request.getRequestURI().endsWith("large.css")) {
                    file.complete(request.getAttribute(SENT_BY_SYSTEM));
                }
            }
        };
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (request.getDispatcherType() == DispatcherType.INCLUDE) {
            included(request, response);
            return;
        }
        switch (String.valueOf(request.getPathInfo())) {
            case "/begin" -> request.getSession().setAttribute("color", "blue");
            case "/large-state" -> request.getSession().setAttribute("state", new State());
            case "/stream" -> stream(response);
            case "/stream-of-session" -> {
                request.getSession().setAttribute("color", "green");
                stream(response);
            }
            case "/include-own", "/include-kept" -> include(request, response);
            case "/include-own-late", "/include-kept-late" -> {
                response.getWriter().print("before ");
                include(request, response);
            }
            case "/length" -> {
                response.setContentLength(3);
                response.getWriter().print("abc");
            }
            case "/charset" -> {
                response.setContentType("text/html;charset=ISO-8859-1");
                response.getWriter().print("\u00fc\u20ac");
                response.setContentType("text/plain;charset=UTF-8");
            }
            case "/reset" -> reset(response);
            case "/reset-of-session" -> {
                request.getSession().setAttribute("color", "red");
                reset(response);
            }
            case "/buffer" -> response.getWriter().print(response.getBufferSize() + " " + response.isCommitted());
            case "/closed-writer" -> {
                response.getWriter().print("closed");
                response.getWriter().close();
                response.getWriter().print("after");
                response.setHeader("X-Late", "late");
            }
            case "/stream-then-writer" -> {
                response.getOutputStream().print("stream ");
                response.getOutputStream().print(refused(response));
            }
            default -> pieces(request, response);
        }
    }

    private static String refused(HttpServletResponse response) throws IOException {
        try {
            response.getWriter();
            return "and writer";
        } catch (IllegalStateException e) {
            return "alone";
        }
    }

    private static void reset(HttpServletResponse response) throws IOException {
        response.setHeader("X-Before", "before");
        response.setContentType("application/xml");
        response.getWriter().print("before");
        response.reset();
        response.setContentType("text/plain;charset=UTF-8");
        response.getOutputStream().write("after".getBytes(StandardCharsets.UTF_8));
    }

    private void stream(HttpServletResponse response) throws IOException {
        var here = stream;
        response.setContentType("text/event-stream");
        var writer = response.getWriter();
        var noticed = false;
        for (var event = 0; event < MOST_EVENTS && !noticed; event++) {
            writer.write(EVENT);
            noticed = writer.checkError();
        }
        here.complete(noticed);
    }

    private static void include(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        response.setContentType("text/plain");
        request.setAttribute("kept", response);
        request.getRequestDispatcher("/page/included").include(request, response);
    }

    /** With the response object of the include, or with that of the page. */
    private static void included(HttpServletRequest request, HttpServletResponse own) throws IOException {
        var response = String.valueOf(request.getRequestURI()).contains("kept")
                ? (HttpServletResponse) request.getAttribute("kept")
                : own;
        response.setContentType("application/json");
        response.setHeader("X-Included", "yes");
        response.addCookie(new jakarta.servlet.http.Cookie("included", "yes"));
        response.setStatus(HttpServletResponse.SC_ACCEPTED);
        response.getWriter().print("{}");
    }

    /** Reads the state first, as a framework does to find the page's components. */
    private static void pieces(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var state = (State) request.getSession().getAttribute("state");
        response.setContentType("text/plain;charset=UTF-8");
        if (state.size() == 0) {
            throw new IOException("The state of the page is lost.");
        }
        switch (String.valueOf(request.getPathInfo())) {
            case "/whole-of-stream" -> response.getOutputStream().print("x".repeat(PIECES));
            case "/whole-of-writer" -> response.getWriter().write("x".repeat(PIECES));
            case "/pieces-of-stream" -> {
                for (var piece = 0; piece < PIECES; piece++) {
                    response.getOutputStream().write('x');
                }
            }
            case "/pieces-printed" -> {
                for (var piece = 0; piece < PIECES; piece++) {
                    response.getWriter().print('x');
                }
            }
            default -> {
                for (var piece = 0; piece < PIECES; piece++) {
                    response.getWriter().write("x");
                }
            }
        }
    }
}
