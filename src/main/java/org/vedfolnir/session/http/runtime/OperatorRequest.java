package org.vedfolnir.session.http.runtime;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The request of the container's console on this thread: its user is the operator of what happens meanwhile. Thread-safe. */
public final class OperatorRequest {

    private static final ThreadLocal<HttpServletRequest> CURRENT = new ThreadLocal<>();

    private OperatorRequest() {}

    /** What happens during the request. */
    @FunctionalInterface
    public interface Work {
        void run() throws IOException, ServletException;
    }

    public static void during(HttpServletRequest request, Work work) throws IOException, ServletException {
        CURRENT.set(request);
        try {
            work.run();
        } finally {
            CURRENT.remove();
        }
    }

    static @Nullable HttpServletRequest current() {
        return CURRENT.get();
    }

    /** Returns the operator's name, as they signed in to the console; null if there is none, or it is not known. */
    static @Nullable String name() {
        var request = CURRENT.get();
        return request == null ? null : request.getRemoteUser();
    }

    /** Returns the operator for the log: {@code The operator ann}. */
    public static String operator() {
        var name = name();
        return name == null ? "An operator" : "The operator " + name;
    }
}
