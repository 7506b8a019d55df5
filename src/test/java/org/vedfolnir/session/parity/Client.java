package org.vedfolnir.session.parity;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests with explicit cookies and keeps none, unlike {@code testing.Browser}. Each request has a number, by which the probes in a server
 * recognize the last one.
 */
final class Client {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** The number of the last request: Tomcat may still work on it when its response is here. */
    static final String NUMBER = "X-Number";

    private static final AtomicInteger SENT = new AtomicInteger();

    private Client() {}

    /** Whether this is the number of the last request. */
    static boolean sentLast(@Nullable String number) {
        return Integer.toString(SENT.get()).equals(number);
    }

    static HttpResponse<String> get(Server server, String path, String cookies) {
        return get(server, path, cookies, Map.of());
    }

    static HttpResponse<String> get(Server server, String path, String cookies, Map<String, String> headers) {
        return send(request(server, path, cookies, headers).GET());
    }

    static HttpResponse<String> post(Server server, String path, String cookies, String form) {
        return send(request(server, path, cookies, Map.of("Content-Type", "application/x-www-form-urlencoded"))
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private static HttpRequest.Builder request(
            Server server, String path, String cookies, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(30))
                .header(NUMBER, Integer.toString(SENT.incrementAndGet()));
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookies);
        }
        headers.forEach(request::header);
        return request;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("A node did not respond.", e);
        }
    }

    /** The session cookie that a response sets, as a client sends it; or the one from before. */
    static String cookie(HttpResponse<String> answer, String before) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(set -> set.startsWith("JSESSIONID="))
                .map(set -> set.split(";", 2)[0])
                .reduce(before, (first, last) -> last);
    }

    static String id(String cookie) {
        return cookie.substring(cookie.indexOf('=') + 1);
    }
}
