package org.vedfolnir.session.work;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Executes in a request the steps of a test in the same process. */
public final class WorkServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    public static final String PATH = "/work";

    private static final Map<String, Work> ASKED_FOR = new ConcurrentHashMap<>();

    /** The query of a request that executes this. */
    public static String query(Work work) {
        var name = UUID.randomUUID().toString();
        ASKED_FOR.put(name, work);
        return "?do=" + name;
    }

    public static void forgetAll() {
        ASKED_FOR.clear();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        response.setContentType("text/plain;charset=UTF-8");
        var answer = answer(
                Objects.requireNonNull(ASKED_FOR.get(request.getParameter("do"))), new Exchange(request, response));
        if (answer != null) {
            response.getWriter().print(answer);
        }
    }

    private static @Nullable Object answer(Work work, Exchange exchange) throws ServletException {
        try {
            return work.in(exchange);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }
}
