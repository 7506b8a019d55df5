package org.vedfolnir.session.request;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.catalina.Engine;
import org.apache.catalina.Manager;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.http.runtime.OperatorRequest;

/**
 * Remembers, for requests of the container's consoles (Tomcat Manager, Host Manager: contexts with {@code privileged="true"}), who sent them. One
 * in each engine, for as long as a manager of ours runs there. Thread-safe.
 */
public final class OperatorValve extends ValveBase {

    /** Not the engine: a thread holds it while it starts, and may wait for those that start applications. */
    private static final Object LOCK = new Object();

    private final Set<Manager> managers = Collections.newSetFromMap(new IdentityHashMap<>());

    private OperatorValve() {
        super(true);
    }

    /** @param engine null if the context is in none */
    public static void join(@Nullable Engine engine, Manager manager) {
        if (engine == null) {
            return;
        }
        synchronized (LOCK) {
            var valve = of(engine);
            if (valve == null) {
                valve = new OperatorValve();
                engine.getPipeline().addValve(valve);
            }
            valve.managers.add(manager);
        }
    }

    /** Also called for a manager that has not joined, since its start failed. */
    public static void leave(@Nullable Engine engine, Manager manager) {
        if (engine == null) {
            return;
        }
        synchronized (LOCK) {
            var valve = of(engine);
            if (valve != null && valve.managers.remove(manager) && valve.managers.isEmpty()) {
                engine.getPipeline().removeValve(valve);
            }
        }
    }

    private static @Nullable OperatorValve of(Engine engine) {
        for (var valve : engine.getPipeline().getValves()) {
            if (valve instanceof OperatorValve ours) {
                return ours;
            }
        }
        return null;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var context = request.getContext();
        if (context != null && context.getPrivileged()) {
            OperatorRequest.during(request, () -> getNext().invoke(request, response));
        } else {
            getNext().invoke(request, response);
        }
    }
}
