package org.vedfolnir.session.node;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A visitor with one cookie, who may go to any node. */
public final class Browser {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final HttpClient.Version version;
    private volatile @Nullable String cookie;

    /** Speaks HTTP/2 with a node that does. */
    public Browser() {
        this(HttpClient.Version.HTTP_2);
    }

    public Browser(HttpClient.Version version) {
        this.version = version;
    }

    @Nullable
    public String cookie() {
        return cookie;
    }

    /** The session id that the cookie holds. */
    public String id() {
        var held = cookie;
        if (held == null) {
            throw new AssertionError("This visitor has no cookie.");
        }
        return held.substring(held.indexOf('=') + 1);
    }

    public Browser with(String raw) {
        cookie = raw;
        return this;
    }

    public Browser copy() {
        var other = new Browser();
        other.cookie = cookie;
        return other;
    }

    public HttpResponse<String> get(Node node, String path) {
        return later(node, path).join();
    }

    public HttpResponse<String> head(Node node, String path) {
        return later(node, path, HttpRequest.newBuilder().method("HEAD", HttpRequest.BodyPublishers.noBody()))
                .join();
    }

    public HttpResponse<String> post(Node node, String path, String form) {
        return later(
                        node,
                        path,
                        HttpRequest.newBuilder()
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form)))
                .join();
    }

    public CompletableFuture<HttpResponse<String>> later(Node node, String path) {
        return later(node, path, HttpRequest.newBuilder());
    }

    private CompletableFuture<HttpResponse<String>> later(Node node, String path, HttpRequest.Builder request) {
        request.version(version)
                .uri(URI.create("http://127.0.0.1:" + node.port() + path))
                .timeout(Duration.ofSeconds(20));
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        return CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(this::keep);
    }

    private HttpResponse<String> keep(HttpResponse<String> response) {
        response.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.split(";", 2)[0]);
        return response;
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
