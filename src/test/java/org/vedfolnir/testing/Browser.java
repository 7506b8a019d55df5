package org.vedfolnir.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A visitor with cookies, who uses any node and follows no redirects. It keeps one cookie and sends it with each request, or one for each path. Thread-safe:
 * a visitor may send several requests at once.
 */
public final class Browser {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String EVERYWHERE = "";

    private final HttpClient.Version version;
    private final boolean byPath;
    private final Map<String, String> cookies = new ConcurrentSkipListMap<>();

    /** Keeps one cookie, and uses HTTP/2 with a node that offers it. */
    public Browser() {
        this(HttpClient.Version.HTTP_2);
    }

    /** Keeps one cookie. */
    public Browser(HttpClient.Version version) {
        this(version, false);
    }

    private Browser(HttpClient.Version version, boolean byPath) {
        this.version = version;
        this.byPath = byPath;
    }

    /** Keeps a cookie for each path, and sends it there and below. */
    public static Browser withCookieOfEachPath() {
        return new Browser(HttpClient.Version.HTTP_1_1, true);
    }

    /** The one cookie. */
    @Nullable
    public String cookie() {
        return cookies.get(EVERYWHERE);
    }

    /** By path, as requests send them. A test may change them. */
    public Map<String, String> cookies() {
        return cookies;
    }

    /** The session id in the one cookie. */
    public String id() {
        var held = cookie();
        if (held == null) {
            throw new AssertionError("This visitor has no cookie.");
        }
        return held.substring(held.indexOf('=') + 1);
    }

    public Browser with(String raw) {
        return with(EVERYWHERE, raw);
    }

    public Browser with(String path, String raw) {
        cookies.put(path, raw);
        return this;
    }

    public Browser copy() {
        var other = new Browser(version, byPath);
        other.cookies.putAll(cookies);
        return other;
    }

    public HttpResponse<String> get(Listening node, String path) {
        return later(node, path).join();
    }

    public HttpResponse<String> head(Listening node, String path) {
        return later(node, path, HttpRequest.newBuilder().method("HEAD", HttpRequest.BodyPublishers.noBody()))
                .join();
    }

    public HttpResponse<String> post(Listening node, String path, String form) {
        return later(node, path, posted(form)).join();
    }

    private static HttpRequest.Builder posted(String form) {
        return HttpRequest.newBuilder()
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
    }

    public CompletableFuture<HttpResponse<String>> later(Listening node, String path) {
        return later(node, path, HttpRequest.newBuilder());
    }

    public CompletableFuture<HttpResponse<String>> later(Listening node, String path, HttpRequest.Builder request) {
        return CLIENT.sendAsync(
                        request(URI.create("http://127.0.0.1:" + node.port() + path), request),
                        HttpResponse.BodyHandlers.ofString())
                .thenApply(this::keep);
    }

    public HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return send(address, HttpRequest.newBuilder());
    }

    /** Sends a form of the current page. */
    public HttpResponse<String> post(URI address, Map<String, String> fields) throws IOException, InterruptedException {
        var form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(address, posted(form).header("Sec-Fetch-Site", "same-origin"));
    }

    private HttpResponse<String> send(URI address, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return keep(CLIENT.send(request(address, request), HttpResponse.BodyHandlers.ofString()));
    }

    private HttpRequest request(URI address, HttpRequest.Builder request) {
        var mine = cookies.entrySet().stream()
                .filter(each -> address.getRawPath().startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining("; "));
        if (!mine.isEmpty()) {
            request.header("Cookie", mine);
        }
        return request.version(version).uri(address).timeout(PATIENCE).build();
    }

    private HttpResponse<String> keep(HttpResponse<String> response) {
        if (byPath) {
            response.headers().allValues("Set-Cookie").forEach(this::keepAtItsPath);
        } else {
            response.headers().firstValue("Set-Cookie").ifPresent(set -> cookies.put(EVERYWHERE, set.split(";", 2)[0]));
        }
        return response;
    }

    private void keepAtItsPath(String set) {
        var path = set.replaceFirst("(?i).*; *path=([^;]*).*", "$1");
        if (set.contains("=REMOVE;")) {
            cookies.remove(path);
        } else {
            cookies.put(path, set.split(";", 2)[0]);
        }
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
