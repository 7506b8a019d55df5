package org.vedfolnir.session.outage;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.Monitor;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Wire;

/** A request that waited for Redis in vain does not wait again if its 503 page reads the status of the session. */
class StatusInAnOutageTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static Node node;

    @BeforeAll
    static void start() throws Exception {
        node = new Node(Node.manager(REDIS.url(), "", manager -> {}), StatusInAnOutageTest::build);
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    private static void build(Tomcat tomcat, Context context) {
        Tomcat.addServlet(context, "begin", new Begin()).addMapping("/begin");
        Tomcat.addServlet(context, "how", new StatusServlet()).addMapping("/how");
        var page = new ErrorPage();
        page.setErrorCode(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        page.setLocation("/how");
        context.addErrorPage(page);
    }

    private static final class Begin extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(request.getSession().isNew());
        }
    }

    private static final class StatusServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            var registry = (SessionRegistry) getServletContext().getAttribute(SessionRegistry.ATTRIBUTE);
            response.getWriter().print(answer(registry));
        }

        private static String answer(SessionRegistry registry) {
            try {
                return registry.requested().isPresent() ? "known" : "unknown";
            } catch (StoreUnavailableException e) {
                return "no answer";
            }
        }
    }

    @Test
    void answersTheStatusWithoutRedisOnAnErrorPageOfAnOutage() throws Exception {
        try (var wire = new Wire(node);
                var monitor = new Monitor(REDIS)) {
            var cookie = wire.get("/begin", "").cookie();
            monitor.sent();
            REDIS.pause();
            try {
                var answer = wire.get("/begin", cookie);
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.body()).isEqualTo("no answer");
            } finally {
                REDIS.resume();
            }
            assertThat(monitor.names().stream().filter("EVALSHA"::equals))
                    .as("two attempts to open the session, which Redis executes afterwards")
                    .hasSize(2);
        }
    }

    @Test
    void readsTheStatusFromRedisOnAnErrorPageWithoutAnOutage() throws Exception {
        try (var wire = new Wire(node)) {
            var cookie = wire.get("/begin", "").cookie();
            assertThat(wire.get("/how", cookie).body()).isEqualTo("known");
        }
    }
}
