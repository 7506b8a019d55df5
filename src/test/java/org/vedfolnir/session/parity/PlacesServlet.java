package org.vedfolnir.session.parity;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;

/** Does to its session what the path says. */
final class PlacesServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final transient Sightings sightings;

    PlacesServlet(Sightings sightings) {
        this.sightings = sightings;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        sightings.at("servlet before", request);
        act(String.valueOf(request.getPathInfo()), request, response);
        if (!request.isAsyncStarted()) {
            sightings.at("servlet after", request);
        }
    }

    private void act(String path, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        switch (path) {
            case "/begin" -> request.getSession().setAttribute("color", "blue");
            case "/begin-short" -> request.getSession().setMaxInactiveInterval(1);
            case "/paint" -> {
                var session = request.getSession(false);
                if (session != null) {
                    session.setAttribute("color", "red");
                }
            }
            case "/mark" -> {
                var session = request.getSession(false);
                response.getWriter().print(session == null ? "no session" : session.getAttribute("mark"));
            }
            case "/login" -> request.login("ann", Server.PASSWORD);
            case "/logout" -> request.logout();
            case "/rotate" -> request.changeSessionId();
            case "/invalidate" ->
                Objects.requireNonNull(request.getSession(false), "no session").invalidate();
            case "/again" -> {
                Objects.requireNonNull(request.getSession(false), "no session").invalidate();
                request.getSession().setAttribute("color", "green");
            }
            case "/flush" -> {
                request.getSession().setAttribute("color", "flushed");
                response.flushBuffer();
            }
            case "/redirect" -> response.sendRedirect("/page/see");
            case "/send-error" -> response.sendError(500);
            case "/throw" -> throw new ServletException("the page's own");
            case "/include" -> dispatcher(request, "").include(request, response);
            case "/forward" -> dispatcher(request, "").forward(request, response);
            case "/include-other" -> dispatcher(request, "/other").include(request, response);
            case "/forward-other" -> dispatcher(request, "/other").forward(request, response);
            case "/thread" -> elsewhere(request.startAsync());
            case "/thread-own" -> elsewhere(request.startAsync(request, response));
            case "/container-thread" -> {
                var started = request.startAsync();
                started.start(() -> resume(started));
            }
            case "/thread-within" -> within(request.startAsync());
            case "/dispatch" -> request.startAsync().dispatch("/target");
            case "/dispatch-later" -> {
                var started = request.startAsync();
                inThread(() -> {
                    sightings.awaitValvesLeft();
                    started.dispatch("/target");
                });
            }
            default -> response.getWriter().print("seen");
        }
    }

    private static RequestDispatcher dispatcher(HttpServletRequest request, String application) {
        var context = request.getServletContext();
        var other = application.isEmpty() ? context : context.getContext(application);
        return other.getRequestDispatcher("/target");
    }

    private void elsewhere(AsyncContext started) {
        inThread(() -> {
            sightings.awaitValvesLeft();
            resume(started);
        });
    }

    /** The thread ends before the page does. */
    private void within(AsyncContext started) throws IOException {
        var thread = inThread(() -> resume(started));
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void resume(AsyncContext started) {
        try {
            sightings.at("thread", started.getRequest());
            started.getResponse().getWriter().print("gone on");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            started.complete();
        }
    }

    private static Thread inThread(Runnable task) {
        var thread = new Thread(task, "application");
        thread.start();
        return thread;
    }
}
