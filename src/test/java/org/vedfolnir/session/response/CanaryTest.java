package org.vedfolnir.session.response;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.request.ThreadState;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Crowd;

/** No request finds data of an earlier one, however that one ended (CVE-2023-42795). */
class CanaryTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final int USERS = 24;
    private static final int ROUNDS = Integer.getInteger("vedfolnir.canary.rounds", 25);
    private static final Pattern CANARY = Pattern.compile("canary=([^;]*);");
    private static final Pattern USER = Pattern.compile("user=([^;]*);");
    private static final String[] WAYS = {
        "page", "exception", "error", "send-error", "timeout", "dispatch", "long", "rotate", "page", "missing"
    };
    private static final AtomicInteger LEFT_BEHIND = new AtomicInteger();

    private static Node a;
    private static Node b;

    private final Queue<String> foreign = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pages = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        var keys = KeyRing.generate();
        a = new Node(Node.manager(REDIS.url(), keys, manager -> {}), CanaryTest::canaries);
        b = new Node(Node.manager(REDIS.url(), keys, manager -> {}), CanaryTest::canaries);
    }

    @AfterAll
    static void stop() throws Exception {
        a.close();
        b.close();
    }

    private static void canaries(Tomcat tomcat, Context context) {
        var servlet = Tomcat.addServlet(context, "canary", new CanaryServlet());
        servlet.setAsyncSupported(true);
        servlet.addMapping("/canary/*");
        for (var user = 0; user < USERS; user++) {
            tomcat.addUser(name(user), "secret");
        }
        tomcat.getEngine().getPipeline().addValve(new Outside());
    }

    private static String name(int user) {
        return "canary-" + user;
    }

    /** Checks the thread outside any application's request, though valves of the host still read the session of a leaving one. */
    private static final class Outside extends ValveBase {

        Outside() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response)
                throws java.io.IOException, jakarta.servlet.ServletException {
            if (ThreadState.hasScope()) {
                LEFT_BEHIND.incrementAndGet();
            }
            getNext().invoke(request, response);
        }
    }

    @Test
    void showsOnlyTheCanaryOfTheUser() {
        Crowd.of(USERS, this::use).join();

        assertThat(foreign).isEmpty();
        assertThat(pages).as("pages with a canary").hasValueGreaterThan(USERS * ROUNDS / 4);
        assertThat(LEFT_BEHIND).as("threads with remains of a request").hasValue(0);
    }

    private void use(int user) throws Exception {
        var random = new Random(user);
        var visitor = new Browser(java.net.http.HttpClient.Version.HTTP_1_1);
        visitor.get(a, "/canary/begin?name=" + name(user));
        for (var round = 0; round < ROUNDS; round++) {
            var node = random.nextBoolean() ? a : b;
            if (random.nextInt(5) == 0) {
                abort(visitor, node);
            } else {
                read(user, visitor, node, WAYS[random.nextInt(WAYS.length)]);
            }
        }
        read(user, visitor, b, "page");
    }

    private void read(int user, Browser visitor, Node node, String way) {
        var body = visitor.get(node, "/canary/" + way).body();
        var seen = found(CANARY, body);
        seen.addAll(found(USER, body));
        if (!seen.isEmpty()) {
            pages.incrementAndGet();
        }
        seen.remove(name(user));
        if (!seen.isEmpty()) {
            foreign.add(name(user) + " saw " + seen + " in " + way);
        }
    }

    private static Set<String> found(Pattern pattern, String body) {
        var found = new HashSet<String>();
        pattern.matcher(body).results().forEach(each -> found.add(each.group(1)));
        return found;
    }

    /** Closes the connection in the middle of a response. */
    private static void abort(Browser visitor, Node node) throws java.io.IOException {
        try (var socket = new Socket("127.0.0.1", node.port())) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream()
                    .write(("GET /canary/long HTTP/1.1\r\nHost: localhost\r\nCookie: " + visitor.cookie() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readNBytes(100);
        }
    }
}
