package org.vedfolnir.session.operation;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.catalina.AccessLog;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.vedfolnir.session.admin.DrainState;
import org.vedfolnir.session.configuration.AddressRanges;

/**
 * Answers {@code /metrics}, {@code /health}, {@code /health/live}, {@code /health/ready} and {@code /health/started} for the
 * contexts of its engine or host, or for its context, below whose path they are then. Everything else goes on. Only addresses
 * in {@code allow} get an answer; others get 404, like an address that does not exist. A request that came through a proxy
 * counts as the proxy's client only if Tomcat's {@code RemoteIpValve} stands before this valve, and is refused otherwise.
 * Thread-safe once started.
 */
public final class OperationsValve extends ValveBase {

    /** This machine. */
    static final String ALLOWED = "127.0.0.0/8,::1";

    private String allow = ALLOWED;
    private AddressRanges allowed = AddressRanges.of(ALLOWED);
    private DrainState drain = () -> false;

    public OperationsValve() {
        super(true);
    }

    /**
     * Called by Tomcat's digester.
     *
     * @param allow addresses and networks, with commas between them
     */
    public void setAllow(String allow) {
        this.allow = allow;
    }

    /** @throws LifecycleException if {@code allow} is wrong */
    @Override
    protected void startInternal() throws LifecycleException {
        try {
            allowed = AddressRanges.of(allow);
        } catch (IllegalArgumentException e) {
            throw new LifecycleException("The attribute allow of OperationsValve " + e.getMessage() + ".", e);
        }
        Draining.of(getContainer()).ifPresent(ofThisTomcat -> drain = ofThisTomcat);
        super.startInternal();
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        switch (path(request)) {
            case "/metrics" -> answer(request, response, () -> metrics(request, response));
            case "/health" -> health(request, response, managers -> HealthReport.all(managers, drain));
            case "/health/ready" -> health(request, response, managers -> HealthReport.ready(managers, drain));
            case "/health/started" -> health(request, response, HealthReport::started);
            case "/health/live" -> health(request, response, managers -> HealthReport.live());
            default -> getNext().invoke(request, response);
        }
    }

    private String path(Request request) {
        var path = String.valueOf(request.getDecodedRequestURI());
        return getContainer() instanceof Context context && path.startsWith(context.getPath() + "/")
                ? path.substring(context.getPath().length())
                : path;
    }

    /** Writes an answer. */
    @FunctionalInterface
    private interface Answer {
        void write() throws IOException;
    }

    /** Asks the managers. */
    @FunctionalInterface
    private interface Question {
        HealthReport ask(List<OperatedManager> managers);
    }

    private void answer(Request request, Response response, Answer answer) throws IOException {
        if (!isAllowed(request)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (!"GET".equals(request.getMethod()) && !"HEAD".equals(request.getMethod())) {
            response.setHeader("Allow", "GET, HEAD");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else {
            response.setHeader("Cache-Control", "no-store");
            answer.write();
        }
    }

    private boolean isAllowed(Request request) {
        var isForwarded = request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null;
        var isResolved = request.getAttribute(AccessLog.REMOTE_ADDR_ATTRIBUTE) != null;
        return (isResolved || !isForwarded) && allowed.contain(request.getRemoteAddr());
    }

    private void metrics(Request request, Response response) throws IOException {
        var text = new ManagerMetrics(OperatedManager.in(getContainer())).metrics(request.getHeader("Accept"));
        send(response, HttpServletResponse.SC_OK, text.contentType(), text.body());
    }

    private void health(Request request, Response response, Question question) throws IOException {
        answer(request, response, () -> {
            var report = question.ask(OperatedManager.in(getContainer()));
            send(
                    response,
                    report.up() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    "application/json",
                    report.json().getBytes(StandardCharsets.UTF_8));
        });
    }

    private static void send(Response response, int status, String type, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
