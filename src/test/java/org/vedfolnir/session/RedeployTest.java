package org.vedfolnir.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Crowd;
import org.vedfolnir.testing.TestFolders;

/**
 * Traffic continues while an application is deployed and undeployed many times. The manager's classes are in the parent class loader, as in
 * Tomcat's lib; the application's classes are in its own.
 */
class RedeployTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final int ROUNDS = Integer.getInteger("vedfolnir.redeploy.rounds", 6);
    private static final int VISITORS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final String keys = KeyRing.generate();
    private final Tomcat tomcat = new Tomcat();
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private Path docs;

    @BeforeEach
    void start() throws Exception {
        var base = TestFolders.make("vedfolnir-redeploy");
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        docs = base.resolve("docs");
        copyClasses();
        tomcat.getHost();
        tomcat.start();
    }

    private void copyClasses() throws IOException {
        var folder = RedeployedServlet.class.getPackageName().replace('.', '/');
        var target = Files.createDirectories(docs.resolve("WEB-INF/classes").resolve(folder));
        for (var name : new String[] {"RedeployedServlet.class", "RedeployedServlet$Value.class"}) {
            try (var in = RedeployedServlet.class.getResourceAsStream(name)) {
                Files.copy(Objects.requireNonNull(in), target.resolve(name));
            }
        }
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void losesNoAcknowledgedChangeAndLeaksNothing() throws Exception {
        var before = clientThreads();
        var traffic = Crowd.of(VISITORS, this::visit);
        for (var round = 0; round < ROUNDS; round++) {
            deployAndTakeAway(round);
        }
        over.set(true);
        traffic.join();
        var last = deploy();
        acknowledged.forEach(
                (cookie, value) -> assertThat(number(get("/app", cookie).body()))
                        .as("reads after the acknowledgement")
                        .isGreaterThanOrEqualTo(number(value)));
        tomcat.getHost().removeChild(last);
        last = null;

        assertThat(acknowledged).hasSize(VISITORS + ROUNDS);
        Eventually.within(PATIENCE, () -> clientThreads() <= before);
        Eventually.within(PATIENCE, () -> {
            System.gc();
            return loaders.stream().allMatch(loader -> loader.get() == null);
        });
    }

    private void deployAndTakeAway(int round) throws Exception {
        var context = deploy();
        var gate = new Phaser(2);
        context.getServletContext().setAttribute("held", gate);
        var held = CompletableFuture.supplyAsync(() -> get("/app?gate=held&value=held-" + round, ""));
        gate.arriveAndAwaitAdvance();
        var away = CompletableFuture.runAsync(() -> tomcat.getHost().removeChild(context));
        Eventually.within(PATIENCE, () -> context.getState() != LifecycleState.STARTED);
        gate.arriveAndAwaitAdvance();

        assertThat(held.join().statusCode())
                .as("response of the request that runs during the stop")
                .isEqualTo(200);
        acknowledge(held.join(), "held-" + round);
        away.join();
    }

    private Context deploy() {
        var context = new StandardContext();
        context.setName("");
        context.setPath("");
        context.setDocBase(docs.toString());
        context.addLifecycleListener(new Tomcat.FixContextListener());
        context.setManager(Node.manager(REDIS.url(), keys, each -> {}));
        Tomcat.addServlet(context, "app", RedeployedServlet.class.getName()).addMapping("/app");
        tomcat.getHost().addChild(context);
        loaders.add(new WeakReference<>(context.getLoader().getClassLoader()));
        return context;
    }

    /** Writes while an application is deployed. Each change that was answered with 200 must be there at the end. */
    private void visit(int visitor) {
        var cookie = "";
        for (var i = 0; !over.get() || cookie.isEmpty(); i++) {
            var value = "v" + visitor + "-" + i;
            var answer = get("/app?value=" + value, cookie);
            if (answer.statusCode() == 200) {
                assertThat(answer.body()).isEqualTo(value);
                cookie = cookie.isEmpty() ? cookie(answer) : cookie;
                acknowledged.put(cookie, value);
            }
        }
    }

    private void acknowledge(HttpResponse<String> answer, String value) {
        acknowledged.put(cookie(answer), value);
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    private HttpResponse<String> get(String path, String cookie) {
        var request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .join();
    }

    private static int number(String value) {
        return Integer.parseInt(value.substring(value.indexOf('-') + 1));
    }

    private static long clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(?i).*(redisson|netty|vedfolnir|nioEventLoop).*"))
                .count();
    }
}
