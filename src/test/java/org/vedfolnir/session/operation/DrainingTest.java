package org.vedfolnir.session.operation;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.function.BiConsumer;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Logged;

/** What operators and visitors notice of a Tomcat that drains. */
class DrainingTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String DRAINS = "{\"name\":\"node\",\"status\":\"DOWN\",\"data\":{\"reason\":\"draining\"}}";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    private static VedfolnirSessionManager manager() {
        return Node.manager(REDIS.url(), "", Node::quiet);
    }

    private static Node node() throws Exception {
        return node((tomcat, context) -> {});
    }

    private static Node node(BiConsumer<Tomcat, Context> change) throws Exception {
        return new Node(manager(), (tomcat, context) -> {
            tomcat.getEngine().getPipeline().addValve(new OperationsValve());
            change.accept(tomcat, context);
        });
    }

    private static Path file(Node node) throws Exception {
        var base = node.manager().getEngine().getCatalinaBase().toPath();
        Files.createDirectories(base.resolve("work"));
        return base.resolve(Draining.FILE);
    }

    private static HttpResponse<String> ask(Node node, String path) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                        .build(),
                BodyHandlers.ofString());
    }

    private static ObjectName bean(Node node) throws Exception {
        return new ObjectName(node.manager().getEngine().getDomain() + ":type=Draining");
    }

    @Test
    void isNotReadyAsLongAsTheFileExists() throws Exception {
        try (var node = node()) {
            Files.createFile(file(node));

            var ready = ask(node, "/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).startsWith("{\"status\":\"DOWN\"").contains(DRAINS);
            assertThat(ask(node, "/health").body()).contains(DRAINS);
            assertThat(ask(node, "/health/live").statusCode()).isEqualTo(200);
            assertThat(ask(node, "/health/started").statusCode()).isEqualTo(200);

            Files.delete(file(node));
            assertThat(ask(node, "/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void servesVisitorsWhoStillArriveAndTheyContinueOnAnotherNode() throws Exception {
        var node = node();
        try (var other = node()) {
            var known = new Browser();
            known.get(node, "/set?name=color&value=blue");
            Files.createFile(file(node));
            assertThat(ask(node, "/health/ready").statusCode()).isEqualTo(503);

            assertThat(ask(node, "/public").statusCode()).isEqualTo(200);
            assertThat(known.get(node, "/set?name=shape&value=round").statusCode())
                    .isEqualTo(200);
            var stranger = new Browser();
            assertThat(stranger.get(node, "/set?name=color&value=green").statusCode())
                    .isEqualTo(200);

            node.close();
            assertThat(known.get(other, "/get?name=color").body()).isEqualTo("blue");
            assertThat(known.get(other, "/get?name=shape").body()).isEqualTo("round");
            assertThat(stranger.get(other, "/get?name=color").body()).isEqualTo("green");
            assertThat(ask(other, "/health/ready").statusCode())
                    .as("readiness of the other")
                    .isEqualTo(200);
        }
    }

    @Test
    void drainsAndResumesByJmx() throws Exception {
        try (var node = node()) {
            var bean = bean(node);

            server.invoke(bean, "drain", new Object[0], new String[0]);
            assertThat(server.getAttribute(bean, "draining")).isEqualTo(true);
            assertThat(server.getAttribute(bean, "file")).isEqualTo(file(node).toString());
            assertThat(ask(node, "/health/ready").body()).contains(DRAINS);

            Files.createFile(file(node));
            server.invoke(bean, "resume", new Object[0], new String[0]);
            assertThat(server.getAttribute(bean, "draining")).isEqualTo(false);
            assertThat(file(node)).doesNotExist();
            assertThat(ask(node, "/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void describesItsMBeanAndTakesItAwayWhenTomcatStops() throws Exception {
        var node = node();
        var bean = bean(node);
        try (node) {
            var info = server.getMBeanInfo(bean);

            assertThat(info.getAttributes())
                    .extracting(each -> each.getName() + " " + each.isWritable())
                    .contains("draining false", "file false");
            assertThat(info.getOperations()).extracting(each -> each.getName()).contains("drain", "resume");
            assertThat(info.getAttributes())
                    .filteredOn(each -> !each.getName().equals("modelerType"))
                    .allSatisfy(each -> assertThat(each.getDescription()).endsWith("."));
        }
        assertThat(server.isRegistered(bean)).isFalse();
    }

    @Test
    void removesTheFileOfTheLastRunWhenItStarts() throws Exception {
        try (var node = node((tomcat, context) -> {
            try {
                var work = tomcat.getServer().getCatalinaBase().toPath().resolve("work");
                Files.createFile(Files.createDirectories(work).resolve("draining"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        })) {
            assertThat(file(node)).doesNotExist();
            assertThat(ask(node, "/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void logsTheBeginningAndTheEndOnce() throws Exception {
        try (var node = node();
                var log = new Logged(Draining.class.getName())) {
            Files.createFile(file(node));
            ask(node, "/health/ready");
            ask(node, "/health/ready");
            Files.delete(file(node));
            ask(node, "/health/ready");
            ask(node, "/health/ready");

            assertThat(log.messages()).hasSize(2);
        }
    }

    @Test
    void aDrainingTomcatKeepsDrainingWhenAnApplicationIsDeployedAnew() throws Exception {
        try (var node = node()) {
            Files.createFile(file(node));
            node.context().reload();
            assertThat(ask(node, "/health/ready").body()).contains(DRAINS);
        }
    }

    /** Servlets and filters of an application start after its manager, and Tomcat sends it no request until all have started. */
    @Test
    void isNotReadyWhileAnApplicationStarts() throws Exception {
        var gate = new Phaser(2);
        try (var node = node()) {
            assertThat(ask(node, "/health/ready").statusCode()).isEqualTo(200);
            var deployed = CompletableFuture.runAsync(() -> deploy(node, gate));
            gate.arriveAndAwaitAdvance();

            try {
                var ready = ask(node, "/health/ready");
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(ready.body())
                        .contains(
                                "{\"name\":\"session-store localhost/slow\",\"status\":\"DOWN\",\"data\":{\"reason\":\"application not started\"}}");
                assertThat(ask(node, "/slow/").statusCode()).isEqualTo(404);
            } finally {
                gate.forceTermination(); // lets the servlet start
            }
            deployed.join();
            assertThat(ask(node, "/health/ready").statusCode()).isEqualTo(200);
            assertThat(ask(node, "/slow/").statusCode()).isEqualTo(405);
        }
    }

    private static void deploy(Node node, Phaser gate) {
        var context = new StandardContext();
        context.setPath("/slow");
        context.setName("/slow");
        context.addLifecycleListener(new Tomcat.FixContextListener());
        context.setManager(manager());
        var servlet = Tomcat.addServlet(context, "slow", new SlowServlet(gate));
        servlet.setLoadOnStartup(1);
        servlet.addMapping("/");
        node.context().getParent().addChild(context);
    }

    /** Starts when the test lets it. */
    private static final class SlowServlet extends HttpServlet {

        private static final long serialVersionUID = 1;

        private final transient Phaser gate;

        SlowServlet(Phaser gate) {
            this.gate = gate;
        }

        @Override
        public void init(ServletConfig configuration) {
            gate.arriveAndAwaitAdvance();
            gate.arriveAndAwaitAdvance();
        }
    }
}
