package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;

/** The web application of this project on one node behind a proxy; its other node is away. */
@Tag("nginx")
@Tag("httpd")
class ApplicationBehindProxyIT {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static ProxiedNodes nodes;

    @BeforeAll
    static void start() throws Exception {
        nodes = ProxiedNodes.with(REDIS.url(), KeyRing.generate(), "");
        var tomcat = nodes.tomcats().get(0).tomcat();
        Folders.delete(tomcat.home().resolve("webapps/ROOT"));
        Files.copy(Path.of("target", "vedfolnir.war"), tomcat.home().resolve("webapps/ROOT.war"));
        nodes.tomcats().get(0).withoutValve();
        tomcat.with("DATABASE_URL", "jdbc:h2:file:" + tomcat.home().resolve("database"))
                .with("SESSION_COOKIE_SECURE", "true");
        tomcat.start();
        Eventually.within(PATIENCE, nodes.tomcats().get(0)::isReady);
        try (var proxy = nodes.behind(ReverseProxy.Program.NGINX, ReverseProxy.ANY_NODE)) {
            var link = URI.create(FirstVisit.link(tomcat.firstConsole()));
            var made = FirstVisit.make(browser(), proxy.uri(link.getPath() + "?" + link.getQuery()));
            assertThat(made.statusCode()).as(made.body()).isEqualTo(302);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        nodes.close();
    }

    private static HttpClient browser() throws Exception {
        return HttpClient.newBuilder()
                .sslContext(nodes.trust())
                .cookieHandler(new CookieManager())
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void signsInOverTlsAndReadsTheStreamUntilTheNodeDrains(ReverseProxy.Program program) throws Exception {
        try (var proxy = nodes.behind(program, ReverseProxy.ANY_NODE)) {
            var browser = browser();
            var signedIn = signIn(browser, proxy);
            assertThat(signedIn.statusCode()).isEqualTo(302);
            assertThat(signedIn.headers().allValues("Set-Cookie"))
                    .anyMatch(cookie -> cookie.startsWith("__Host-session=")
                            && cookie.contains("; Secure")
                            && cookie.contains("; Path=/;")
                            && !cookie.contains("Domain"));
            assertThat(get(browser, proxy, "/home").body()).contains("Hello, admin");
            assertThat(get(browser, proxy, "/health/ready").statusCode()).isEqualTo(404);

            var stream = browser.send(
                    HttpRequest.newBuilder(proxy.uri("/api/session/events")).build(), BodyHandlers.ofLines());
            assertThat(stream.statusCode()).isEqualTo(200);
            var ended = CompletableFuture.supplyAsync(() -> lines(stream.body()));
            var node = nodes.tomcats().get(0);
            node.drain();
            assertThat(ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isPositive();
            assertThat(node.tomcat().get("/health/ready", null).body())
                    .contains("\"reason\":\"draining\"", "\"database\"");
            // not through the proxy: httpd sends nothing here as soon as it has noticed
            assertThat(node.tomcat().get("/login", null).statusCode())
                    .as("status of a request to the node while it drains")
                    .isEqualTo(200);
        } finally {
            nodes.tomcats().get(0).resume();
        }
    }

    private static long lines(Stream<String> body) {
        try (body) {
            return body.count();
        }
    }

    private static HttpResponse<String> signIn(HttpClient browser, ReverseProxy proxy) throws Exception {
        var form = "username=admin&password=" + FirstVisit.PASSWORD.replace(' ', '+');
        return browser.send(
                HttpRequest.newBuilder(proxy.uri("/login"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Sec-Fetch-Site", "same-origin")
                        .POST(BodyPublishers.ofString(form))
                        .timeout(PATIENCE)
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(HttpClient browser, ReverseProxy proxy, String path) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(proxy.uri(path)).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }
}
