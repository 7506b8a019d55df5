package org.vedfolnir.session.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.RemoteIpValve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/** Monitoring of a real Tomcat without our web application. */
class OperationsValveTest {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static VedfolnirSessionManager manager() {
        return Node.manager(REDIS.url(), "", Node::quiet);
    }

    private static Node withEngineValve(String allow) throws Exception {
        return new Node(manager(), atTheEngine(allow));
    }

    private static BiConsumer<Tomcat, Context> atTheEngine(String allow) {
        return (tomcat, context) -> {
            var valve = new OperationsValve();
            valve.setAllow(allow);
            tomcat.getEngine().getPipeline().addValve(valve);
        };
    }

    private static HttpResponse<String> ask(Node node, String method, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(30));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(Node node, String path, String... headers) throws Exception {
        return ask(node, "GET", path, headers);
    }

    @Test
    void answersWithoutASessionAndLeavesAllElseToTheApplication() throws Exception {
        try (var node = withEngineValve(OperationsValve.ALLOWED)) {
            assertThat(get(node, "/health/live").body()).isEqualTo("{\"status\":\"UP\",\"checks\":[]}");
            assertThat(get(node, "/health/started").body())
                    .isEqualTo(
                            "{\"status\":\"UP\",\"checks\":[{\"name\":\"session-manager localhost/\",\"status\":\"UP\"}]}");
            assertThat(get(node, "/health/ready").body())
                    .isEqualTo(
                            "{\"status\":\"UP\",\"checks\":[{\"name\":\"node\",\"status\":\"UP\"},{\"name\":\"session-store localhost/\",\"status\":\"UP\"}]}");
            assertThat(get(node, "/health").body()).contains("session-manager", "session-store");
            assertThat(get(node, "/health").headers().firstValue("content-type"))
                    .hasValue("application/json");
            var metrics = get(node, "/metrics");
            assertThat(metrics.body()).contains("vedfolnir_session_opens_total{application=\"/\"");
            assertThat(metrics.headers().firstValue("set-cookie")).isEmpty();

            assertThat(get(node, "/public").body()).isEqualTo("public");
            assertThat(get(node, "/metrics/").body()).doesNotContain("vedfolnir_session");
        }
    }

    @Test
    void onlyGetAndHeadAreAnswered() throws Exception {
        try (var node = withEngineValve(OperationsValve.ALLOWED)) {
            assertThat(ask(node, "HEAD", "/metrics").statusCode()).isEqualTo(200);
            assertThat(ask(node, "HEAD", "/metrics").body()).isEmpty();
            assertThat(ask(node, "POST", "/metrics").statusCode()).isEqualTo(405);
            assertThat(ask(node, "POST", "/metrics").headers().firstValue("allow"))
                    .hasValue("GET, HEAD");
        }
    }

    @Test
    void theClientChoosesTheForm() throws Exception {
        try (var node = withEngineValve(OperationsValve.ALLOWED)) {
            assertThat(get(node, "/metrics", "Accept", "application/openmetrics-text; version=1.0.0")
                            .headers()
                            .firstValue("content-type"))
                    .get()
                    .asString()
                    .startsWith("application/openmetrics-text");
            assertThat(get(node, "/metrics").headers().firstValue("content-type"))
                    .get()
                    .asString()
                    .startsWith("text/plain");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/health", "/health/live", "/health/ready", "/health/started"})
    void anAddressThatIsNotAllowedGets404(String path) throws Exception {
        try (var node = withEngineValve("10.0.0.0/8")) {
            var refused = get(node, path);

            assertThat(refused.statusCode()).isEqualTo(404);
            assertThat(refused.body()).doesNotContain("vedfolnir", "status");
        }
    }

    @Test
    void aRequestOfAProxyIsRefusedUnlessItsClientIsKnown() throws Exception {
        try (var node = withEngineValve(OperationsValve.ALLOWED)) {
            assertThat(get(node, "/metrics", "X-Forwarded-For", "127.0.0.1").statusCode())
                    .isEqualTo(404);
        }
        try (var node = new Node(manager(), (tomcat, context) -> {
            tomcat.getEngine().getPipeline().addValve(new RemoteIpValve());
            atTheEngine("203.0.113.7").accept(tomcat, context);
        })) {
            assertThat(get(node, "/metrics", "X-Forwarded-For", "203.0.113.7").statusCode())
                    .isEqualTo(200);
            assertThat(get(node, "/metrics", "X-Forwarded-For", "203.0.113.8").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void inAContextItAnswersBelowItsPathAndShowsItAlone() throws Exception {
        try (var node = new Node(manager(), (tomcat, context) -> {
            var shop = tomcat.addContext("/shop", System.getProperty("java.io.tmpdir"));
            shop.setManager(manager());
            shop.getPipeline().addValve(new OperationsValve());
        })) {
            assertThat(get(node, "/shop/metrics").body())
                    .contains("application=\"/shop\"")
                    .doesNotContain("application=\"/\"");
            assertThat(get(node, "/metrics").body()).doesNotContain("application=");
        }
    }

    @Test
    void atTheEngineItShowsAllContextsAndOnesThatHaveNotStarted() throws Exception {
        try (var node = new Node(manager(), (tomcat, context) -> {
            atTheEngine(OperationsValve.ALLOWED).accept(tomcat, context);
            var broken = manager();
            broken.setCommandTimeout("nonsense");
            tomcat.addContext("/broken", System.getProperty("java.io.tmpdir")).setManager(broken);
        })) {
            assertThat(get(node, "/metrics").body())
                    .contains("vedfolnir_session_saves_total{application=\"/\"")
                    .contains(
                            "vedfolnir_session_store_state{application=\"/broken\",host=\"localhost\",state=\"down\"} 1");
            var started = get(node, "/health/started");
            assertThat(started.statusCode()).isEqualTo(503);
            assertThat(started.body())
                    .contains(
                            "{\"name\":\"session-manager localhost/\",\"status\":\"UP\"}",
                            "{\"name\":\"session-manager localhost/broken\",\"status\":\"DOWN\"}");
        }
    }

    @Test
    void aDegradedStoreIsReadyAndSaysWhy() throws Exception {
        REDIS.command("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
        try (var node = withEngineValve(OperationsValve.ALLOWED)) {
            var ready = get(node, "/health/ready");

            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).contains("\"data\":{\"degraded\":\"").doesNotContain("127.0.0.1");
        } finally {
            REDIS.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        }
    }

    @Test
    void withoutRedisAllAnswer() throws Exception {
        try (var node = withEngineValve(OperationsValve.ALLOWED)) {
            REDIS.pause();
            try {
                Eventually.within(Duration.ofSeconds(20), () -> {
                    new Browser().get(node, "/create");
                    return get(node, "/metrics").body().contains("state=\"down\"} 1");
                });
                assertThat(get(node, "/health/live").statusCode()).isEqualTo(200);
                assertThat(get(node, "/health/started").statusCode()).isEqualTo(200);
                assertThat(get(node, "/health/ready").statusCode()).isEqualTo(503);
                assertThat(get(node, "/health").statusCode()).isEqualTo(503);
            } finally {
                REDIS.resume();
            }
        }
    }

    @Test
    void aWrongListOfAddressesStopsTheStart() {
        var valve = new OperationsValve();
        valve.setAllow("localhost");
        valve.setContainer(new StandardHost());

        assertThatThrownBy(valve::start)
                .isInstanceOf(LifecycleException.class)
                .rootCause()
                .hasMessageContaining("\"localhost\" is none");
    }
}
