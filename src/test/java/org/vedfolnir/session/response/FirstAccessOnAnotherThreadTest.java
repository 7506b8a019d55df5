package org.vedfolnir.session.response;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.AbstractAccessLogValve;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Wire;

/**
 * The session is first read on a thread outside any scope: one of the application, or one of the container that continues an asynchronous request.
 * Several cookies and outages have the usual effect there, and nothing remains on the thread.
 */
class FirstAccessOnAnotherThreadTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static Node node;

    private Browser alice;
    private Browser bob;

    @BeforeAll
    static void start() throws Exception {
        node = new Node(Node.manager(REDIS.url(), "", manager -> {}), (tomcat, root) -> {
            tomcat.getConnector().setProperty("maxThreads", "1");
            tomcat.getConnector().setProperty("minSpareThreads", "1");
            tomcat.getHost().getPipeline().addValve(new AskingWhenItIsOver());
            tomcat.getHost().getPipeline().addValve(new SessionLog());
            var servlet = Tomcat.addServlet(root, "first-look", new FirstAccessOnAnotherThread());
            servlet.setAsyncSupported(true);
            servlet.addMapping("/elsewhere/*");
        });
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    /** Reads the session on the way back, when the request continues elsewhere: {@code ?over}. */
    private static final class AskingWhenItIsOver extends ValveBase {

        AskingWhenItIsOver() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            getNext().invoke(request, response);
            if ("over".equals(request.getQueryString())) {
                request.getSession(false);
            }
        }
    }

    /** Logs the session of each request. Tomcat's access log reads it when the request is over. */
    private static final class SessionLog extends AbstractAccessLogValve {

        SessionLog() {
            setPattern("%S");
        }

        @Override
        protected void log(java.io.CharArrayWriter message) {
            // reading it is the purpose
        }
    }

    @BeforeEach
    void begin() {
        alice = new Browser();
        alice.get(node, "/set?name=color&value=red");
        bob = new Browser();
        bob.get(node, "/set?name=color&value=blue");
        FirstAccessOnAnotherThread.LEFT.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker", "worker-before-the-end", "container", "writing", "worker?own", "container?own"})
    void opensNeitherOfTwoSessions(String where) {
        var valid = "/elsewhere/" + where + (where.contains("?") ? "&" : "?") + "valid";
        try (var wire = new Wire(node)) {
            for (var both : new String[] {sent(alice) + "; " + sent(bob), sent(bob) + "; " + sent(alice)}) {
                assertThat(wire.get("/elsewhere/" + where, both).body()).isEqualTo("no session");
                assertThat(wire.get(valid, both).body()).isEqualTo("false");
            }
            assertThat(wire.get("/elsewhere/" + where, sent(alice)).body()).isEqualTo("red");
            assertThat(wire.get(valid, sent(alice)).body()).isEqualTo("true");
            var one = sent(bob) + "; JSESSIONID=" + "A".repeat(43);
            assertThat(wire.get("/elsewhere/" + where, one).body()).isEqualTo("blue");
        }
        assertThat(FirstAccessOnAnotherThread.LEFT).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker", "worker-before-the-end", "container", "writing", "worker?own", "container?own"})
    void leavesNothingOnTheThreadAfterAnOutage(String where) throws Exception {
        try (var wire = new Wire(node)) {
            duringAnOutage(() -> assertRejected(wire.get("/elsewhere/" + where, sent(alice))));

            assertThat(wire.get("/get?name=color", sent(alice)).body()).isEqualTo("red");
            assertThat(wire.get("/elsewhere/" + where, sent(alice)).body()).isEqualTo("red");
        }
        assertThat(FirstAccessOnAnotherThread.LEFT).isEmpty();
    }

    /** No 503 is possible once other threads have the request. */
    private static void assertRejected(Wire.Reply answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.head()).contains("retry-after");
    }

    @Test
    void answersTheNextRequestAfterAnAccessLogReadTheSessionInAnOutage() throws Exception {
        try (var wire = new Wire(node)) {
            duringAnOutage(
                    () -> assertThat(wire.get("/public", sent(alice)).body()).isEqualTo("public"));

            assertThat(wire.get("/elsewhere/container", sent(alice)).body()).isEqualTo("red");
        }
        assertThat(FirstAccessOnAnotherThread.LEFT).isEmpty();
    }

    /** Tomcat reports no end of such a request on this thread: what the valve leaves there belongs to no other session. */
    @Test
    void answersOtherRequestsAfterAValveReadTheSessionOfAnAsynchronousOneInAnOutage() throws Exception {
        try (var wire = new Wire(node)) {
            duringAnOutage(() -> assertRejected(wire.get("/elsewhere/worker?over", sent(alice))));

            assertThat(wire.get("/get?name=color", sent(bob)).body()).isEqualTo("blue");
        }
    }

    /** No request reads the store afterwards, since that would clean up what the outage left. */
    private static void duringAnOutage(Runnable asking) throws Exception {
        REDIS.pause();
        try {
            asking.run();
        } finally {
            REDIS.resume();
            Eventually.within(Duration.ofSeconds(10), FirstAccessOnAnotherThreadTest::isServed);
        }
    }

    private static boolean isServed() {
        try {
            node.manager().runtime().opener().names("A".repeat(43));
            return true;
        } catch (org.vedfolnir.session.store.failure.StoreUnavailableException e) {
            return false;
        }
    }

    private static String sent(Browser visitor) {
        return "JSESSIONID=" + visitor.id();
    }
}
