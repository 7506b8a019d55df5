package org.vedfolnir.benchmark.floor;

import io.lettuce.core.GetExArgs;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.benchmark.application.ApplicationSession;
import org.vedfolnir.benchmark.server.PageInPieces;
import org.vedfolnir.benchmark.server.SessionContent;

/**
 * The same addresses as the servlet with sessions. A read is one GETEX, a write GETEX and SET, a creation one SET, an end one DEL: the
 * least that each could cost. Nothing is encoded, decoded, merged or checked.
 */
final class FloorServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final int SECONDS = 1800;
    private static final String COOKIE = "JSESSIONID";

    private final String small = SessionContent.letters(SessionContent.BYTES, 1);
    private final String large = SessionContent.letters(SessionContent.BYTES + SessionContent.LARGE_BYTES, 1);
    private final String ofSpring = SessionContent.letters(ApplicationSession.bytes(), 1);
    private final transient RedisClusterAsyncCommands<String, String> redis;

    /** @param redis of one Redis, or of a Redis Cluster */
    FloorServlet(RedisClusterAsyncCommands<String, String> redis) {
        this.redis = redis;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        switch (request.getRequestURI()) {
            case "/none" -> response.getWriter().print("ok");
            case "/create" -> create(response, small);
            case "/create-large" -> create(response, large);
            case "/create-spring" -> create(response, ofSpring);
            case "/read" -> read(key(request), response);
            case "/write", "/spring" -> write(key(request), response);
            case "/pieces" -> pieces(key(request), response);
            case "/invalidate" -> end(key(request), response);
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void create(HttpServletResponse response, String value) throws IOException, ServletException {
        var id = UUID.randomUUID().toString();
        answer(redis.set("floor:" + id, value, SetArgs.Builder.ex(SECONDS)));
        response.addCookie(new Cookie(COOKIE, id));
        response.getWriter().print("ok");
    }

    private void read(String key, HttpServletResponse response) throws IOException, ServletException {
        var value = answer(redis.getex(key, GetExArgs.Builder.ex(SECONDS)));
        if (value == null) {
            response.setStatus(HttpServletResponse.SC_GONE);
        } else {
            response.getWriter().print("ok " + value.length());
        }
    }

    private void write(String key, HttpServletResponse response) throws IOException, ServletException {
        if (rewritten(key)) {
            response.getWriter().print("ok");
        } else {
            response.setStatus(HttpServletResponse.SC_GONE);
        }
    }

    private void pieces(String key, HttpServletResponse response) throws IOException, ServletException {
        if (rewritten(key)) {
            PageInPieces.write(response);
        } else {
            response.setStatus(HttpServletResponse.SC_GONE);
        }
    }

    private boolean rewritten(String key) throws ServletException {
        var value = answer(redis.getex(key, GetExArgs.Builder.ex(SECONDS)));
        if (value == null) {
            return false;
        }
        answer(redis.set(key, value, SetArgs.Builder.ex(SECONDS)));
        return true;
    }

    private void end(String key, HttpServletResponse response) throws IOException, ServletException {
        if (Long.valueOf(0).equals(answer(redis.del(key)))) {
            response.setStatus(HttpServletResponse.SC_GONE);
        } else {
            response.getWriter().print("ok");
        }
    }

    private static String key(HttpServletRequest request) {
        return "floor:" + request.getRequestedSessionId();
    }

    private static <T> @Nullable T answer(RedisFuture<T> future) throws ServletException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new ServletException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServletException(e);
        }
    }
}
