package org.vedfolnir.session.response;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.session.request.ThreadState;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/** However a request starts asynchronous processing and ends, nothing of it remains on the container's only thread. */
class AsyncThreadTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final List<String> LEFT = new CopyOnWriteArrayList<>();

    private static Node node;

    private final Browser visitor = new Browser();

    @BeforeAll
    static void start() throws Exception {
        node = new Node(Node.manager(REDIS.url(), "", manager -> {}), AsyncThreadTest::shapes);
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    private static void shapes(Tomcat tomcat, Context root) {
        tomcat.getConnector().setProperty("maxThreads", "1");
        tomcat.getConnector().setProperty("minSpareThreads", "1");
        tomcat.getHost().getPipeline().addValve(new Witness());
        root.addServletContainerInitializer(
                (classes, application) -> application.addListener(new AsyncShapes.FailingListener()), null);
        shape(root);
        var shop = tomcat.addContext("/shop", root.getDocBase());
        shop.setManager(Node.manager(REDIS.url(), "", manager -> {}));
        shape(shop);
        // an application without our manager
        Tomcat.addServlet(tomcat.addContext("/plain", root.getDocBase()), "probe", new ProbeServlet())
                .addMapping("/");
    }

    private static void shape(Context context) {
        context.setCrossContext(true);
        servlet(context, "async", new AsyncShapes(), "/async/*");
        servlet(context, "error-page", new AsyncShapes.ErrorPage(), "/error-page");
        var page = new ErrorPage();
        page.setErrorCode(500);
        page.setLocation("/error-page");
        context.addErrorPage(page);
        filter(context, new AsyncShapes.StartingFilter());
    }

    private static void servlet(Context context, String name, jakarta.servlet.Servlet servlet, String mapping) {
        var added = Tomcat.addServlet(context, name, servlet);
        added.setAsyncSupported(true);
        added.addMapping(mapping);
    }

    private static void filter(Context context, Filter filter) {
        var definition = new FilterDef();
        definition.setFilterName("starting");
        definition.setFilter(filter);
        definition.setFilterClass(filter.getClass().getName());
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        var map = new FilterMap();
        map.setFilterName("starting");
        map.addURLPattern("/*");
        map.setDispatcher(DispatcherType.REQUEST.name());
        context.addFilterMap(map);
    }

    /** Records what is on the thread at the start of a request, and after an asynchronous one has left it. */
    private static final class Witness extends ValveBase {

        Witness() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            check("before " + request.getRequestURI());
            try {
                getNext().invoke(request, response);
            } finally {
                if (request.isAsync()) {
                    check("after " + request.getRequestURI());
                }
            }
        }

        private static void check(String when) {
            if (ThreadState.hasScope()) {
                LEFT.add(when);
            }
        }
    }

    @BeforeEach
    void signIn() {
        visitor.get(node, "/set?name=color&value=red");
        LEFT.clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/async/elsewhere",
                "/async/own",
                "/async/at-once",
                "/async/dispatch",
                "/async/dispatch-elsewhere",
                "/async/throws",
                "/async/timeout",
                "/async/timeout-unheard",
                "/async/error",
                "/async/forward",
                "/async/include",
                "/async/cross",
                "/any?filter",
                "/any?listener",
                "/async/elsewhere?early",
                "/async/error?early",
                "/async/cross?early"
            })
    void leavesNothingOnTheThread(String shape) {
        visitor.get(node, shape);

        // the next requests on that thread: of a visitor without a session, of a page that reads none, and of an
        // application
        // without our manager
        assertThat(new Browser().get(node, "/public").body()).isEqualTo("public");
        assertThat(new Browser().get(node, "/plain/get?name=color").body()).isEqualTo("no session");
        assertThat(new Browser().get(node, "/get?name=color").body()).isEqualTo("no session");
        assertThat(new Browser().get(node, "/shop/async/plain").body()).isEqualTo("no session");
        assertThat(LEFT).isEmpty();
        assertThat(visitor.get(node, "/get?name=color").body()).isEqualTo("red");
    }
}
