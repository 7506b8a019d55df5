package org.vedfolnir.session.signon;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/**
 * WebSockets of a signed-in user are closed on each node if the session ends, however it ends. Tomcat keeps them in an attribute of the session, from
 * 10.1.59 and 11.0.25 on.
 */
@Tag("newer-tomcat")
class WebSocketsTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    /** Jakarta WebSocket 2.2 §8.1: the close code if the session of the user ends. */
    private static final int POLICY_VIOLATION = 1008;

    private static Node a;
    private static Node b;

    private final Browser visitor = new Browser();

    @BeforeAll
    static void start() throws Exception {
        a = node();
        b = node();
    }

    @AfterAll
    static void stop() throws Exception {
        a.close();
        b.close();
    }

    private static Node node() throws Exception {
        return new Node(Node.manager(REDIS.url(), "", manager -> {}), WebSocketsTest::withSockets);
    }

    private static void withSockets(Tomcat tomcat, Context context) {
        Node.addFormLogin(tomcat, context);
        context.addServletContainerInitializer(new WsSci(), null);
        ((StandardContext) context).addApplicationLifecycleListener(new Deployed());
    }

    private static final class Deployed implements ServletContextListener {

        @Override
        public void contextInitialized(ServletContextEvent event) {
            var container = (ServerContainer) event.getServletContext().getAttribute(ServerContainer.class.getName());
            try {
                container.addEndpoint(ServerEndpointConfig.Builder.create(Silent.class, "/protected/socket")
                        .build());
            } catch (DeploymentException e) {
                throw new IllegalStateException("The endpoint of this test was refused.", e);
            }
        }
    }

    /** Public, because the container creates it. */
    public static final class Silent extends Endpoint {

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.getAsyncRemote().sendText("open");
        }
    }

    /** The client side of a WebSocket. */
    private static final class Socket implements WebSocket.Listener {

        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final CompletableFuture<String> open = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            open.complete(data.toString());
            return WebSocket.Listener.super.onText(socket, data, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return WebSocket.Listener.super.onClose(socket, status, reason);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
            open.completeExceptionally(error);
        }

        int closedWith() throws Exception {
            return closed.get(20, TimeUnit.SECONDS);
        }

        boolean isOpen() {
            return !closed.isDone();
        }
    }

    private static Socket open(Browser browser, Node node) throws Exception {
        var socket = new Socket();
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Cookie", String.valueOf(browser.cookie()))
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(URI.create("ws://127.0.0.1:" + node.port() + "/protected/socket"), socket)
                .get(20, TimeUnit.SECONDS);
        socket.open.get(20, TimeUnit.SECONDS);
        return socket;
    }

    private static Browser signedIn() {
        var browser = new Browser();
        browser.get(a, "/protected/page");
        browser.post(a, "/j_security_check", "j_username=ann&j_password=" + Node.PASSWORD);
        assertThat(browser.get(b, "/who").body()).isEqualTo("ann, user: true");
        return browser;
    }

    @BeforeEach
    void signIn() {
        visitor.with(String.valueOf(signedIn().cookie()));
    }

    @Test
    void closesSocketsOfItsNodeBeforeTheResponseOfASignOut() throws Exception {
        var first = open(visitor, a);
        var second = open(visitor, a);

        visitor.copy().get(a, "/invalidate");

        assertThat(first.closedWith()).isEqualTo(POLICY_VIOLATION);
        assertThat(second.closedWith()).isEqualTo(POLICY_VIOLATION);
    }

    @Test
    void closesSocketsOfTheOtherNodeAtASignOut() throws Exception {
        var first = open(visitor, b);
        var second = open(visitor, b);
        var another = open(signedIn(), b);

        visitor.copy().get(a, "/invalidate");

        assertThat(first.closedWith()).isEqualTo(POLICY_VIOLATION);
        assertThat(second.closedWith()).isEqualTo(POLICY_VIOLATION);
        assertThat(another.isOpen()).as("socket of another session").isTrue();
    }

    @Test
    void keepsSocketsOpenAtAnIdChangeAndClosesThemAtTheSignOut() throws Exception {
        var here = open(visitor, a);
        var there = open(visitor, b);
        visitor.get(a, "/rotate");
        // the other node has searched for ended sessions since: it has closed the socket of a session that ended after
        // the change
        var ended = signedIn();
        var witness = open(ended, b);
        ended.get(a, "/invalidate");
        assertThat(witness.closedWith()).isEqualTo(POLICY_VIOLATION);
        assertThat(here.isOpen()).isTrue();
        assertThat(there.isOpen()).isTrue();
        visitor.get(b, "/rotate");

        visitor.get(a, "/invalidate");

        assertThat(here.closedWith()).isEqualTo(POLICY_VIOLATION);
        assertThat(there.closedWith()).isEqualTo(POLICY_VIOLATION);
    }

    @Test
    void closesSocketsOnAllNodesAtARevocation() throws Exception {
        var here = open(visitor, a);
        var there = open(visitor, b);

        a.registry().endAll("ann", "none of them", EndReason.ENDED_BY_OPERATOR);

        assertThat(here.closedWith()).isEqualTo(POLICY_VIOLATION);
        assertThat(there.closedWith()).isEqualTo(POLICY_VIOLATION);
    }

    @Test
    void closesSocketsOnAllNodesAtTheIdleTimeout() throws Exception {
        var here = open(visitor, a);
        var there = open(visitor, b);

        visitor.get(a, "/idle?value=1");

        assertThat(here.closedWith()).isEqualTo(POLICY_VIOLATION);
        assertThat(there.closedWith()).isEqualTo(POLICY_VIOLATION);
    }

    @Test
    void storesNothingOfSockets() throws Exception {
        open(visitor, a);
        open(visitor, b);
        visitor.get(a, "/set?name=color&value=red");

        assertThat(REDIS.value(Cluster.key(visitor))).contains("color").doesNotContain("org.apache.tomcat");
    }
}
