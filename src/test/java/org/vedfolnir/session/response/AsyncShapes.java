package org.vedfolnir.session.response;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** An application, independent of the product, that starts asynchronous requests in every way. Each opens the session first. */
final class AsyncShapes extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        var session = request.getSession(false);
        var color = session == null ? "no session" : String.valueOf(session.getAttribute("color"));
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            response.getWriter().print("dispatched " + color);
            return;
        }
        if (request.getDispatcherType() == DispatcherType.INCLUDE) {
            elsewhere(request.startAsync()); // the path is that of the page which includes
            return;
        }
        switch (String.valueOf(request.getPathInfo())) {
            case "/elsewhere" -> elsewhere(request.startAsync());
            case "/own" -> elsewhere(request.startAsync(request, response));
            case "/at-once" -> request.startAsync().complete();
            case "/dispatch" -> request.startAsync().dispatch();
            case "/dispatch-elsewhere" -> {
                var started = request.startAsync();
                new Thread(started::dispatch).start();
            }
            case "/throws" -> {
                request.startAsync();
                throw new ServletException("after startAsync");
            }
            case "/timeout" -> {
                var started = request.startAsync();
                started.setTimeout(1);
                started.addListener(new Completing());
            }
            case "/timeout-unheard" -> request.startAsync().setTimeout(1);
            case "/error" -> response.sendError(500);
            case "/forward" -> request.getRequestDispatcher("/async/elsewhere").forward(request, response);
            case "/include" -> request.getRequestDispatcher("/async/elsewhere").include(request, response);
            case "/cross" ->
                request.getServletContext()
                        .getContext("/shop")
                        .getRequestDispatcher("/async/elsewhere")
                        .forward(request, response);
            default -> response.getWriter().print(color);
        }
    }

    private static void elsewhere(AsyncContext started) {
        new Thread(() -> {
                    try {
                        started.getResponse().getWriter().print("elsewhere");
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    } finally {
                        started.complete();
                    }
                })
                .start();
    }

    /** The application's error page, which starts asynchronous processing too. */
    static final class ErrorPage extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            request.getSession(false);
            if (!request.isAsyncStarted()) {
                elsewhere(request.startAsync());
            }
        }
    }

    /** Starts asynchronous processing before any servlet: {@code ?filter}. */
    static final class StartingFilter implements Filter {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            var http = (HttpServletRequest) request;
            if ("filter".equals(http.getQueryString())) {
                http.getSession(false);
                elsewhere(request.startAsync());
            } else {
                chain.doFilter(request, response);
            }
        }
    }

    /** Opens the session, before a listener that fails: {@code ?listener}. */
    static final class FailingListener implements ServletRequestListener {

        @Override
        public void requestInitialized(ServletRequestEvent event) {
            var request = (HttpServletRequest) event.getServletRequest();
            if ("listener".equals(request.getQueryString())) {
                request.getSession(false);
                throw new IllegalStateException("the application's");
            }
        }
    }

    private static final class Completing implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            // completed
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            event.getAsyncContext().complete();
        }

        @Override
        public void onError(AsyncEvent event) {
            event.getAsyncContext().complete();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // not used
        }
    }
}
