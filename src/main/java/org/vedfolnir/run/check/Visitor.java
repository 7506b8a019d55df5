package org.vedfolnir.run.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.run.system.FirstMatch;

/**
 * A minimal browser: stores cookies, calls any node, and submits the forms of a page. Thread-safe except for the
 * session's cookie.
 */
public final class Visitor {

    public static final String AGENT = "Vedfolnir-Check/1";

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Pattern FORM = Pattern.compile("<form\\b.*?</form>", Pattern.DOTALL);
    private static final Pattern ACTION = Pattern.compile("\\baction=\"([^\"]*)\"");
    private static final Pattern INPUT = Pattern.compile("<input\\b[^>]*>");
    private static final Pattern NAME = Pattern.compile("\\bname=\"([^\"]*)\"");
    private static final Pattern VALUE = Pattern.compile("\\bvalue=\"([^\"]*)\"");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final String agent;
    /** Cookies other than the session's, by name. */
    private final Map<String, String> otherCookies = new ConcurrentHashMap<>();

    private volatile String cookie;

    public Visitor() {
        this("", AGENT);
    }

    /** @param cookie name and value; empty for none */
    public Visitor(String cookie, String agent) {
        this.cookie = cookie;
        this.agent = agent;
    }

    public HttpResponse<String> get(String address, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address + path)).GET());
    }

    public HttpResponse<String> post(String address, String path, Map<String, String> fields)
            throws IOException, InterruptedException {
        return send(address, "POST", path, fields, Map.of());
    }

    public HttpResponse<String> send(
            String address, String method, String path, Map<String, String> fields, Map<String, String> headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, HttpRequest.BodyPublishers.ofString(encoded(fields)));
        if (!headers.containsKey("Origin")) {
            request.header("Sec-Fetch-Site", "same-origin"); // as browsers do
        }
        headers.forEach(request::setHeader);
        return send(request);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        request.header("User-Agent", agent);
        var cookies = Stream.concat(Stream.of(cookie), otherCookies.values().stream())
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining("; "));
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookies);
        }
        var response = client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        response.headers().allValues("Set-Cookie").forEach(this::store);
        return response;
    }

    private void store(String set) {
        var pair = set.split(";", 2)[0];
        var name = pair.split("=", 2)[0];
        if (name.endsWith("session")) {
            cookie = pair;
        } else {
            otherCookies.put(name, pair);
        }
    }

    /** Submits the first form of a page that contains a text, like a click on its button. */
    public HttpResponse<String> submit(String address, HttpResponse<String> page, String containing)
            throws IOException, InterruptedException {
        var form = form(page.body(), containing);
        return post(address, FirstMatch.in(ACTION, form), fields(form));
    }

    public static String form(String page, String containing) {
        var forms = FORM.matcher(page);
        while (forms.find()) {
            if (forms.group().contains(containing)) {
                return forms.group();
            }
        }
        throw new UncheckedIOException(new IOException("The page has no form with '" + containing + "'."));
    }

    public static Map<String, String> fields(String form) {
        var fields = new LinkedHashMap<String, String>();
        for (var inputs = INPUT.matcher(form); inputs.find(); ) {
            var name = FirstMatch.in(NAME, inputs.group());
            if (!name.isEmpty()) {
                fields.put(name, FirstMatch.in(VALUE, inputs.group()));
            }
        }
        return fields;
    }

    public static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    public String cookie() {
        return cookie;
    }

    public String agent() {
        return agent;
    }

    /** Returns the session's id, or null without a cookie. */
    @Nullable
    public String id() {
        var at = cookie.indexOf('=');
        return at < 0 ? null : cookie.substring(at + 1);
    }
}
