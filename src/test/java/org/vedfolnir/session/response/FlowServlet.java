package org.vedfolnir.session.response;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Sets the attribute {@code v} of its session to the parameter {@code v}, and responds in each way in which a response can reach a client. */
final class FlowServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final String BIG = "0123456789abcdef".repeat(4096);

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (request.getDispatcherType() != DispatcherType.REQUEST) {
            dispatched(request, response);
            return;
        }
        switch (request.getPathInfo()) {
            case "/read" -> print(response, String.valueOf(value(request)));
            case "/early-flush" -> earlyFlush(request, response);
            case "/redirect" -> {
                set(request);
                response.sendRedirect("/flow/read");
            }
            case "/announced" -> {
                set(request);
                response.setHeader("content-length", "3");
                response.getOutputStream().print("set");
            }
            case "/forward" -> request.getRequestDispatcher("/flow/set").forward(request, response);
            case "/include" -> request.getRequestDispatcher("/flow/set").include(request, response);
            case "/error" -> response.sendError(418);
            case "/failure" -> throw new ServletException("the application's");
            case "/late-failure" -> {
                set(request);
                throw new ServletException("the application's");
            }
            case "/reset" -> {
                set(request);
                print(response, "never seen");
                response.reset();
                print(response, "set");
            }
            case "/reset-buffer" -> {
                set(request);
                print(response, "never seen");
                response.resetBuffer();
                print(response, "set");
            }
            case "/head" -> {
                set(request);
                response.setContentLength(10_000);
                response.flushBuffer();
            }
            case "/not-modified" -> {
                set(request);
                response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
                response.flushBuffer();
            }
            case "/swallow" -> swallow(request, response);
            case "/big-writer" -> {
                set(request);
                response.getWriter().write(BIG);
            }
            case "/big-stream" -> {
                set(request);
                response.getOutputStream().write(BIG.getBytes(StandardCharsets.US_ASCII));
            }
            case "/file" -> {
                set(request);
                request.getRequestDispatcher("/big.txt").forward(request, response);
            }
            case "/async-complete" ->
                later(request, context -> {
                    set(request);
                    print(response, "set");
                    context.complete();
                });
            case "/async-flush" ->
                later(request, context -> {
                    set(request);
                    print(response, "set");
                    response.flushBuffer();
                    context.complete();
                });
            case "/async-dispatch" -> later(request, context -> context.dispatch("/flow/set"));
            case "/async-error" -> request.startAsync().dispatch("/flow/fail");
            case "/async-timeout" -> {
                request.getSession();
                request.startAsync().setTimeout(50);
            }
            case "/non-blocking" -> nonBlocking(request, response);
            default -> {
                set(request);
                print(response, "set");
            }
        }
    }

    /** The target of another request: included, forwarded to, dispatched to, or an error page. */
    private static void dispatched(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if ("/fail".equals(request.getPathInfo())) {
            throw new ServletException("the dispatched page's");
        }
        set(request);
        print(response, "set");
        response.flushBuffer();
    }

    private static void set(HttpServletRequest request) {
        request.getSession().setAttribute("v", request.getParameter("v"));
    }

    private static Object value(HttpServletRequest request) {
        var session = request.getSession(false);
        return session == null ? "no session" : String.valueOf(session.getAttribute("v"));
    }

    private static void print(HttpServletResponse response, String text) throws IOException {
        response.getWriter().print(text);
    }

    /** The client has the whole response while the servlet still runs. */
    private static void earlyFlush(HttpServletRequest request, HttpServletResponse response) throws IOException {
        set(request);
        response.setContentLength(3);
        response.getOutputStream().print("set");
        response.flushBuffer();
        request.getSession().getAttributeNames();
    }

    private static void swallow(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            set(request);
            throw new IllegalStateException("the application's");
        } catch (IllegalStateException e) {
            print(response, "set");
        }
    }

    private interface Work {
        void with(AsyncContext context) throws IOException;
    }

    /** On a thread of the container, when this request's thread has left. */
    private static void later(HttpServletRequest request, Work work) {
        var context = request.startAsync();
        context.start(() -> {
            try {
                work.with(context);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void nonBlocking(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var context = request.startAsync();
        set(request);
        response.getOutputStream().setWriteListener(new WriteListener() {
            private int parts = 8;

            @Override
            public void onWritePossible() throws IOException {
                ServletOutputStream out = response.getOutputStream();
                while (out.isReady()) {
                    if (parts-- == 0) {
                        context.complete();
                        return;
                    }
                    out.write(BIG.getBytes(StandardCharsets.US_ASCII));
                }
            }

            @Override
            public void onError(Throwable problem) {
                context.complete();
            }
        });
    }
}
