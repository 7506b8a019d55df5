package org.vedfolnir.session.signon;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.vedfolnir.session.store.redis.KeyNames;

/** A visitor with a cookie for each application, and one for all: at {@code /}. */
final class SignOnVisitor {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    final Map<String, String> cookies = new ConcurrentHashMap<>();

    /** Names and password are sent once, here. */
    void signIn(SignOnNode node, String application) {
        assertThat(get(node, application + "/create", "ann:" + SignOnNode.PASSWORD)
                        .statusCode())
                .isEqualTo(200);
        assertThat(cookies).containsKeys("/", application);
    }

    HttpResponse<String> get(SignOnNode node, String path) {
        return get(node, path, "");
    }

    HttpResponse<String> get(SignOnNode node, String path, String credentials) {
        return later(node, path, credentials).join();
    }

    CompletableFuture<HttpResponse<String>> later(SignOnNode node, String path, String credentials) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                .timeout(Duration.ofSeconds(20));
        var mine = cookies.entrySet().stream()
                .filter(each -> path.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        if (!mine.isEmpty()) {
            request.header("Cookie", String.join("; ", mine));
        }
        if (!credentials.isEmpty()) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII)));
        }
        return CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(this::keep);
    }

    private HttpResponse<String> keep(HttpResponse<String> response) {
        for (var set : response.headers().allValues("Set-Cookie")) {
            var path = set.replaceFirst("(?i).*; *path=([^;]*).*", "$1");
            if (set.contains("=REMOVE;")) {
                cookies.remove(path);
            } else {
                cookies.put(path, set.split(";", 2)[0]);
            }
        }
        return response;
    }

    private String value(String path) {
        var cookie = cookies.getOrDefault(path, "");
        return cookie.substring(cookie.indexOf('=') + 1);
    }

    /** Where the visitor's session with an application lies. */
    String session(String application) {
        return KeyNames.session(value(application));
    }

    /** Where the visitor's single sign-on lies. */
    String signOn() {
        return "vedfolnir:sso:"
                + SingleSignOnRepository.named(value("/")).orElseThrow().value();
    }
}
