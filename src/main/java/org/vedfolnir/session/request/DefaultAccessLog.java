package org.vedfolnir.session.request;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.catalina.AccessLog;
import org.apache.catalina.Contained;
import org.apache.catalina.Container;
import org.apache.catalina.Engine;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the lines of the default host's access log. Tomcat writes there what it answers before any valve runs, such as
 * the redirect from {@code /shop} to {@code /shop/}, if the application, its host and the engine have no access log.
 * Tomcat takes our valves for access logs, although they write nothing; so the outermost of them logs to the default
 * host instead. Stateless.
 */
public final class DefaultAccessLog {

    private DefaultAccessLog() {}

    /** A valve that is notified of each request's end as an access log is, and writes nothing. */
    public interface Silent extends AccessLog, Contained {}

    /** @param time 0 if Tomcat answered by itself; it logs nothing else to the default host */
    public static void log(Silent valve, Request request, Response response, long time) {
        if (time != 0) {
            return;
        }
        var silent = new ArrayList<Silent>(2);
        Container outermost = null;
        for (var each = first(valve, request); each != null; each = each.getParent()) {
            if (!logs(each).isEmpty()) {
                return;
            }
            valves(each, Silent.class).forEach(silent::add);
            outermost = each;
        }
        if (outermost instanceof Engine engine && silent.get(silent.size() - 1) == valve) {
            ofDefaultHost(engine).forEach(log -> log.log(request, response, time));
        }
    }

    /** Where Tomcat starts searching for access logs. */
    private static @Nullable Container first(Silent valve, Request request) {
        if (request.getContext() != null) {
            return request.getContext();
        }
        return request.getHost() != null ? request.getHost() : engine(valve);
    }

    private static @Nullable Engine engine(Silent valve) {
        return valve.getContainer() instanceof Engine engine ? engine : null;
    }

    /** The access logs of the host, otherwise of its application at {@code /}. */
    private static List<AccessLog> ofDefaultHost(Engine engine) {
        var host = engine.findChild(engine.getDefaultHost());
        var found = available(host);
        return found.isEmpty() && host != null ? available(host.findChild("")) : found;
    }

    private static List<AccessLog> available(@Nullable Container container) {
        return container != null && container.getState().isAvailable() ? logs(container) : List.of();
    }

    private static List<AccessLog> logs(Container container) {
        return valves(container, AccessLog.class)
                .filter(log -> !(log instanceof Silent))
                .toList();
    }

    private static <T> Stream<T> valves(Container container, Class<T> type) {
        return Arrays.stream(container.getPipeline().getValves())
                .filter(type::isInstance)
                .map(type::cast);
    }
}
