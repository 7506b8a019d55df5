package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;

/** nginx and Apache httpd with the files of server-config, in front of two Tomcats. */
@Tag("nginx")
@Tag("httpd")
class ReverseProxyIT {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = UUID.randomUUID().toString();

    private static ProxiedNodes nodes;

    @BeforeAll
    static void start() throws Exception {
        nodes = ProxiedNodes.with(REDIS.url(), KeyRing.generate(), PASSWORD);
        nodes.start();
    }

    @AfterAll
    static void stop() throws Exception {
        nodes.close();
    }

    /** HTTP/1.1: unlike a browser, this client does not repeat what a server that reads its configuration again has not begun (GOAWAY). */
    private static HttpClient browser() throws Exception {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(nodes.trust())
                .cookieHandler(new CookieManager())
                .build();
    }

    private static HttpResponse<String> send(HttpClient browser, ReverseProxy proxy, String method, String path)
            throws Exception {
        return browser.send(
                HttpRequest.newBuilder(proxy.uri(path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .timeout(PATIENCE)
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> enter(HttpClient browser, ReverseProxy proxy) throws Exception {
        return send(browser, proxy, "POST", "/enter?user=" + ProxiedNode.USER + "&password=" + PASSWORD);
    }

    @ParameterizedTest
    @EnumSource
    void passesOnTheClientAndBelievesNoForgery(ReverseProxy.Program program) throws Exception {
        var client = new RawTlsClient("127.0.0.5");
        String[] forged = {
            "X-Forwarded-For: 203.0.113.7",
            "X-Forwarded-Proto: http",
            "X-Forwarded-Host: evil.example",
            "X-Real-IP: 203.0.113.7",
            "Forwarded: for=203.0.113.7"
        };
        try (var proxy = nodes.behind(program, ReverseProxy.ANY_NODE)) {
            var seen = client.get(nodes.trust(), proxy.port(), "/client", forged);

            assertThat(seen)
                    .startsWith("HTTP/1.1 200")
                    .contains("127.0.0.5 https true localhost:" + proxy.port() + " ")
                    .doesNotContain("203.0.113.7", "evil", "x-real-ip", " forwarded");
        }
        var direct = client.getPlain(nodes.tomcats().get(0).tomcat().port(), "/client", forged);
        assertThat(direct).contains("127.0.0.5 http false ");
    }

    @ParameterizedTest
    @EnumSource
    void hidesWhatIsForOperatorsAndSendsPlainRequestsToTls(ReverseProxy.Program program) throws Exception {
        try (var proxy = nodes.behind(program, ReverseProxy.ANY_NODE)) {
            for (var path : List.of(
                    "/health",
                    "/health/ready",
                    "/metrics",
                    "/manager/html",
                    "/manager/html/login",
                    "/manager;x/html",
                    "/;x/manager/html",
                    "/a/..;/manager/html",
                    "/host-manager/html")) {
                assertThat(send(browser(), proxy, "GET", path).statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
            var plain = new RawTlsClient("127.0.0.1").getPlain(proxy.plainPort(), "/count?a=1");
            assertThat(plain).startsWith("HTTP/1.1 301").containsPattern("Location: https://[^/]*/count\\?a=1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCookieIsSecureThoughTomcatSpeaksPlainHttp(ReverseProxy.Program program) throws Exception {
        try (var proxy = nodes.behind(program, ReverseProxy.ANY_NODE)) {
            assertThat(enter(browser(), proxy).headers().allValues("Set-Cookie"))
                    .hasSize(1)
                    .allSatisfy(cookie -> assertThat(cookie).contains("JSESSIONID=", "; Secure", "; HttpOnly"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void skipsADeadNodeAndUsesItAgainWhenItReturns(ReverseProxy.Program program) throws Exception {
        var dying = nodes.tomcats().get(1);
        try (var proxy = nodes.behind(program, ReverseProxy.ANY_NODE)) {
            var browser = browser();
            assertThat(enter(browser, proxy).body()).isEqualTo(ProxiedNode.USER + " 0");
            Eventually.within(PATIENCE, () -> {
                send(browser, proxy, "GET", "/count");
                return nodes.tomcats().get(0).served() > 0 && dying.served() > 0;
            });
            dying.tomcat().kill();
            for (var i = 1; i <= 30; i++) {
                assertThat(send(browser, proxy, "GET", "/count").body()).isEqualTo(ProxiedNode.USER + " " + (i - 1));
                assertThat(send(browser, proxy, "POST", "/count").body()).isEqualTo(ProxiedNode.USER + " " + i);
            }
            dying.start();
            Eventually.within(PATIENCE, () -> {
                assertThat(send(browser, proxy, "GET", "/count").body()).isEqualTo(ProxiedNode.USER + " 30");
                return dying.served() > 0;
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsAVisitorOnOneNodeIfStickyAndMovesThemWhenItDrains(ReverseProxy.Program program) throws Exception {
        try (var proxy = nodes.behind(program, ReverseProxy.STICKY)) {
            var browser = browser();
            enter(browser, proxy);
            send(browser, proxy, "GET", "/count");
            var before = nodes.served();
            for (var i = 1; i <= 20; i++) {
                assertThat(send(browser, proxy, "POST", "/count").body()).isEqualTo(ProxiedNode.USER + " " + i);
            }
            var after = nodes.served();
            var here = after.get(0) > before.get(0) ? 0 : 1;
            assertThat(after.get(1 - here)).as("requests of the other node").isEqualTo(before.get(1 - here));

            if (proxy instanceof NginxProxy nginx) {
                nginx.followingReadiness();
            }
            nodes.tomcats().get(here).drain();
            Eventually.within(PATIENCE, () -> {
                assertThat(send(browser, proxy, "GET", "/count").body()).isEqualTo(ProxiedNode.USER + " 20");
                return nodes.served().get(1 - here) > after.get(1 - here);
            });
        } finally {
            for (var node : nodes.tomcats()) {
                node.resume();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void passesOnAWebSocket(ReverseProxy.Program program) throws Exception {
        var echoes = new LinkedBlockingQueue<String>();
        try (var proxy = nodes.behind(program, ReverseProxy.ANY_NODE)) {
            var address = URI.create("wss://localhost:" + proxy.port() + "/examples/websocket/echoProgrammatic");
            var socket = browser()
                    .newWebSocketBuilder()
                    .buildAsync(address, new Echo(echoes))
                    .join();
            socket.sendText("through the proxy", true);

            assertThat(echoes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("through the proxy");
            socket.abort();
        }
    }

    private record Echo(BlockingQueue<String> heard) implements WebSocket.Listener {

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            heard.add(data.toString());
            return WebSocket.Listener.super.onText(socket, data, last);
        }
    }
}
