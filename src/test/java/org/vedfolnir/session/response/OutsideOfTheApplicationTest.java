package org.vedfolnir.session.response;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Wire;

/**
 * Changes and failures outside a servlet of the application: listeners and valves that read a value before it and change it in place after it, the AJP
 * connector, an error page in an outage, a failure that the application ignores, and constraints without a user.
 */
class OutsideOfTheApplicationTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final AtomicReference<String> STORED = new AtomicReference<>("");
    private static final String ENTRY = "list";

    private static Node node;
    private static final Connector AJP = AjpClient.connector();

    @BeforeAll
    static void start() throws Exception {
        node = new Node(
                Node.manager(REDIS.url(), "", manager -> {
                    manager.setUnserializable("refuse");
                    Node.quiet(manager);
                }),
                OutsideOfTheApplicationTest::build);
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    private static void build(Tomcat tomcat, Context context) {
        tomcat.getHost().getPipeline().addValve(new AddsBehind());
        context.addApplicationListener(AddsAtTheEnd.class.getName());
        serve(context, "/begin", (request, response) -> request.getSession()
                .setAttribute(ENTRY, new ArrayList<>(List.of("first"))));
        serve(context, "/entries", (request, response) -> response.getWriter()
                .print(request.getSession(false).getAttribute(ENTRY)));
        serve(context, "/style", (request, response) -> response.getWriter().print("css"));
        serve(context, "/constrained/style", (request, response) -> response.getWriter()
                .print("css"));
        serve(context, "/missing", (request, response) -> response.sendError(HttpServletResponse.SC_NOT_FOUND));
        serve(context, "/error-page", (request, response) -> response.getWriter()
                .print(request.getSession(false)));
        serve(context, "/gone", (request, response) -> response.sendError(HttpServletResponse.SC_GONE));
        serve(context, "/who", (request, response) -> response.getWriter()
                .print(request.getRemoteUser() + " " + request.isUserInRole("user") + " " + request.getAuthType()));
        serve(context, "/sign-in", OutsideOfTheApplicationTest::signIn);
        tomcat.addUser("ann", Node.PASSWORD);
        tomcat.addRole("ann", "user");
        serve(context, "/large", OutsideOfTheApplicationTest::large);
        serve(context, "/passes-over", OutsideOfTheApplicationTest::ignoresFailure);
        errorPage(context, HttpServletResponse.SC_NOT_FOUND, "/error-page");
        errorPage(context, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "/error-page");
        errorPage(context, HttpServletResponse.SC_GONE, "/who");
        constrain(context);
        tomcat.getService().addConnector(AJP);
    }

    @FunctionalInterface
    private interface Page {
        void serve(HttpServletRequest request, HttpServletResponse response) throws IOException;
    }

    private static void serve(Context context, String path, Page page) {
        Servlet servlet = new HttpServlet() {
            private static final long serialVersionUID = 1;

            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
                page.serve(request, response);
            }
        };
        Tomcat.addServlet(context, path, servlet).addMapping(path);
    }

    private static void errorPage(Context context, int status, String location) {
        var page = new ErrorPage();
        page.setErrorCode(status);
        page.setLocation(location);
        context.addErrorPage(page);
    }

    /** Without a role: such a constraint requires TLS, or nothing. */
    private static void constrain(Context context) {
        var pages = new SecurityCollection();
        pages.addPattern("/constrained/*");
        var constraint = new SecurityConstraint();
        constraint.addCollection(pages);
        context.addConstraint(constraint);
    }

    private static final class AddsBehind extends ValveBase {

        AddsBehind() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            var entries = "valve".equals(request.getQueryString()) ? entries(request) : null;
            getNext().invoke(request, response);
            if (entries != null) {
                entries.add("behind");
            }
        }
    }

    /** Public for Tomcat. */
    public static final class AddsAtTheEnd implements ServletRequestListener {

        @Override
        public void requestInitialized(ServletRequestEvent event) {
            var request = (HttpServletRequest) event.getServletRequest();
            if ("listener".equals(request.getQueryString())) {
                request.setAttribute(ENTRY, entries(request));
            }
        }

        @Override
        public void requestDestroyed(ServletRequestEvent event) {
            if (event.getServletRequest().getAttribute(ENTRY) != null) {
                added(event.getServletRequest().getAttribute(ENTRY)).add("at the end");
            }
        }
    }

    private static List<Object> entries(HttpServletRequest request) {
        return added(request.getSession().getAttribute(ENTRY));
    }

    @SuppressWarnings("unchecked")
    private static List<Object> added(Object entries) {
        return (List<Object>) entries;
    }

    private static void signIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.getSession();
        try {
            request.login("ann", Node.PASSWORD);
        } catch (ServletException e) {
            throw new IOException(e);
        }
        response.getWriter().print(request.getRemoteUser());
    }

    private static void large(HttpServletRequest request, HttpServletResponse response) throws IOException {
        entries(request).add("large");
        response.getOutputStream().write(new byte[100_000]);
        STORED.set(response.isCommitted() + " " + entriesOf(request.getSession().getId()));
    }

    private static void ignoresFailure(HttpServletRequest request, HttpServletResponse response) throws IOException {
        entries(request).add(new Object()); // not serializable
        response.getWriter().print("saved");
        try {
            response.flushBuffer();
        } catch (IllegalArgumentException e) {
            response.getWriter().print(", so it seems");
        }
    }

    private static String entriesOf(String id) {
        try (var wire = new Wire(node)) {
            return wire.get("/entries", "JSESSIONID=" + id).body();
        }
    }

    private static String id(String cookie) {
        return cookie.substring(cookie.indexOf('=') + 1);
    }

    @Test
    void savesAnInPlaceChangeOfAListenerAfterTheApplication() {
        try (var wire = new Wire(node)) {
            var cookie = wire.get("/begin", "").cookie();
            wire.get("/style?listener", cookie);
            assertThat(entriesOf(id(cookie))).isEqualTo("[first, at the end]");
        }
    }

    @Test
    void savesAnInPlaceChangeOfAHostValveAfterTheApplication() throws Exception {
        try (var wire = new Wire(node)) {
            var cookie = wire.get("/begin", "").cookie();
            wire.get("/style?valve", cookie);
            Eventually.within(Duration.ofSeconds(5), () -> entriesOf(id(cookie)).equals("[first, behind]"));
        }
    }

    @Test
    void savesBeforeAResponseOverAjp() throws Exception {
        try (var wire = new Wire(node)) {
            var cookie = wire.get("/begin", "").cookie();
            AjpClient.get(AJP.getLocalPort(), "/large", cookie);
            assertThat(STORED.get()).isEqualTo("true [first, large]");
        }
    }

    @Test
    void answers503IfAnErrorPageReadsTheSessionInAnOutage() throws Exception {
        try (var wire = new Wire(node)) {
            var cookie = wire.get("/begin", "").cookie();
            REDIS.pause();
            try {
                for (var page : new String[] {"/missing", "/entries"}) {
                    var answer = wire.get(page, cookie);
                    assertThat(answer.status()).as(page).isEqualTo(503);
                    assertThat(answer.head()).as(page).contains("retry-after");
                }
            } finally {
                REDIS.resume();
            }
            Eventually.within(
                    Duration.ofSeconds(10), () -> wire.get("/entries", cookie).status() == 200);
        }
    }

    @Test
    void answers503IfTheApplicationIgnoresTheFailure() {
        try (var wire = new Wire(node)) {
            var cookie = wire.get("/begin", "").cookie();
            assertThat(wire.get("/passes-over", cookie).status()).isEqualTo(500);
            assertThat(entriesOf(id(cookie))).isEqualTo("[first]");
        }
    }

    @Test
    void needsNoRoundTripForAConstraintWithoutAUser() {
        try (var wire = new Wire(node)) {
            var cookie = wire.get("/begin", "").cookie();
            assertThat(REDIS.roundTrips(() -> wire.get("/constrained/style", cookie)))
                    .isZero();
        }
    }

    /** The node may still have the document cached, but only for logs. */
    @Test
    void showsNoUserOfAnEndedSessionOnAnErrorPage() {
        try (var wire = new Wire(node)) {
            var cookie = wire.get("/sign-in", "").cookie();
            assertThat(wire.get("/gone", cookie).body()).isEqualTo("ann true NONE");

            REDIS.command("DEL", "vedfolnir:session:" + id(cookie));
            assertThat(wire.get("/gone", cookie).body()).isEqualTo("null false null");
        }
    }
}
