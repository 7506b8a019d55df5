package org.vedfolnir.session.response;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.vedfolnir.session.request.ThreadState;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** Reads the session for the first time where an asynchronous request continues, on the thread that the path says. */
final class FirstAccessOnAnotherThread extends HttpServlet {

    private static final long serialVersionUID = 1;

    /** Threads on which something of ours remained. */
    static final List<String> LEFT = new CopyOnWriteArrayList<>();

    /** The application's own thread without a request; only one, so that anything left on it meets the next request. */
    private static final ExecutorService WORKER = Executors.newSingleThreadExecutor(task -> {
        var thread = new Thread(task, "worker");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var path = String.valueOf(request.getPathInfo());
        var started = request.startAsync();
        var asked = request.getParameter("own") == null ? started.getRequest() : request;
        switch (path) {
            case "/worker" -> WORKER.execute(() -> answer(started, asked));
            case "/worker-before-the-end" -> waitFor(WORKER.submit(() -> answer(started, asked)));
            case "/container" -> started.start(() -> answer(started, asked));
            default -> whenWritable(started, asked);
        }
    }

    private static void waitFor(Future<?> answered) throws IOException {
        try {
            answered.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException(e);
        }
    }

    private static void whenWritable(AsyncContext started, ServletRequest asked) throws IOException {
        started.getResponse().getOutputStream().setWriteListener(new WriteListener() {
            @Override
            public void onWritePossible() {
                answer(started, asked);
            }

            @Override
            public void onError(Throwable thrown) {
                started.complete();
            }
        });
    }

    private static void answer(AsyncContext started, ServletRequest asked) {
        var request = (HttpServletRequest) asked;
        var answer = request.getParameter("valid") == null
                ? color(request)
                : String.valueOf(request.isRequestedSessionIdValid());
        if (ThreadState.hasLookup() || ThreadState.hasScope()) {
            LEFT.add(Thread.currentThread().getName());
        }
        var bytes = answer.getBytes(StandardCharsets.US_ASCII);
        started.getResponse().setContentLength(bytes.length);
        try {
            started.getResponse().getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            started.complete();
        }
    }

    private static String color(HttpServletRequest request) {
        try {
            var session = request.getSession(false);
            return session == null ? "no session" : String.valueOf(session.getAttribute("color"));
        } catch (StoreUnavailableException e) {
            return "outage";
        }
    }
}
