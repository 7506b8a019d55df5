package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.NamedCookies;

/** A visitor with cookies and a current page, whose forms and links they send to any node. */
final class ExampleVisitor {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern FORM = Pattern.compile("(?s)<form\\b.*?</form>");
    private static final Pattern LINK = Pattern.compile("(?s)<a\\b([^>]*)>(.*?)</a>");
    private static final Pattern INPUT = Pattern.compile("<input\\b([^>]*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([\\w-]+)=\"([^\"]*)\"");

    private final NamedCookies cookies = new NamedCookies();
    private URI address = URI.create("http://127.0.0.1/");
    private String page = "";

    /** The session id; empty without a session. */
    String id() {
        return cookies.value("JSESSIONID");
    }

    URI address() {
        return address;
    }

    String open(URI target) throws Exception {
        return send(target, HttpRequest.newBuilder().GET());
    }

    /** Follows the link with that text. */
    String follow(ExampleNode node, String text) throws Exception {
        var link = LINK.matcher(page)
                .results()
                .filter(each -> each.group(2).contains(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no link " + text + ": " + page));
        return open(on(node, attributes(link.group(1)).getOrDefault("href", "")));
    }

    /** Sends the form that contains that text, with its hidden fields. */
    String submit(ExampleNode node, String form, Map<String, String> fields) throws Exception {
        var found = FORM.matcher(page)
                .results()
                .map(each -> each.group())
                .filter(each -> each.contains(form))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no form " + form + ": " + page));
        var all = new LinkedHashMap<String, String>();
        INPUT.matcher(found)
                .results()
                .map(input -> attributes(input.group(1)))
                .filter(input -> "hidden".equals(input.get("type")))
                .forEach(input -> all.put(input.getOrDefault("name", ""), input.getOrDefault("value", "")));
        all.putAll(fields);
        var action = attributes(found.substring(0, found.indexOf('>'))).getOrDefault("action", "");
        return send(
                on(node, action.isEmpty() ? address.toString() : action),
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(encoded(all))));
    }

    private static Map<String, String> attributes(String tag) {
        return ATTRIBUTE
                .matcher(tag)
                .results()
                .collect(Collectors.toMap(
                        each -> each.group(1), each -> each.group(2).replace("&amp;", "&"), (first, again) -> first));
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(each -> each.getKey() + '=' + Browser.encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** The target of a reference in the current page, on that node. */
    private URI on(ExampleNode node, String reference) {
        var absolute = address.resolve(reference);
        var query = absolute.getRawQuery();
        return node.uri("", "").resolve(absolute.getRawPath() + (query == null ? "" : '?' + query));
    }

    /** Follows redirects on the same node. */
    private String send(URI target, HttpRequest.Builder request) throws Exception {
        var response = once(target, request);
        while (response.statusCode() / 100 == 3) {
            var location = response.headers().firstValue("Location").orElseThrow();
            response = once(
                    response.uri().resolve(location), HttpRequest.newBuilder().GET());
        }
        address = response.uri();
        page = response.body();
        assertThat(response.statusCode()).as("%s: %s", address, page).isEqualTo(200);
        return page;
    }

    private HttpResponse<String> once(URI target, HttpRequest.Builder request) throws Exception {
        request.uri(target).timeout(Duration.ofSeconds(30)).header("Accept", "text/html");
        cookies.addTo(request);
        var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        cookies.keep(response);
        return response;
    }
}
