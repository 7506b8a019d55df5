package org.vedfolnir.session.specification;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A browser with the cookies of several applications, that goes to whichever node it is sent. */
final class Visitor {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Map<String, String> cookies = new TreeMap<>();

    /** @param steps what {@link ActServlet} does, one after the other; those that begin with {@code in=} where it is dispatched to */
    HttpResponse<String> visit(int port, String application, String... steps) {
        var query = java.util.Arrays.stream(steps)
                .map(step -> step.startsWith("in=") ? step : "do=" + step)
                .map(step -> step.substring(0, 3) + URLEncoder.encode(step.substring(3), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return get(port, application + "/act?" + query);
    }

    HttpResponse<String> get(int port, String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
        var mine = cookies.entrySet().stream()
                .filter(each -> path.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining("; "));
        if (!mine.isEmpty()) {
            request.header("Cookie", mine);
        }
        return store(CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .join());
    }

    Visitor with(String path, String cookie) {
        cookies.put(path, cookie);
        return this;
    }

    Visitor copy() {
        var other = new Visitor();
        other.cookies.putAll(cookies);
        return other;
    }

    private HttpResponse<String> store(HttpResponse<String> response) {
        for (var set : response.headers().allValues("Set-Cookie")) {
            var path = set.replaceFirst("(?i).*; *path=([^;]*).*", "$1");
            cookies.put(path, set.split(";", 2)[0]);
        }
        return response;
    }
}
