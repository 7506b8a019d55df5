package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Creates the administrator with the link of a first start, in its own browser. */
final class FirstVisit {

    static final String PASSWORD = "a quiet morning by the sea";

    private static final Pattern LINK = Pattern.compile("(http://localhost:\\d+)?(/\\S*setup\\?token=[A-Za-z0-9_-]+)");

    private FirstVisit() {}

    /** The link, with its host if one was printed. */
    static String link(String printed) {
        var found = LINK.matcher(printed);
        assertThat(found.find()).as("a link in: %s", printed).isTrue();
        return found.group();
    }

    /** Chooses the name admin and {@link #PASSWORD}. */
    static HttpResponse<String> make(URI link) throws Exception {
        return make(HttpClient.newBuilder().cookieHandler(new CookieManager()).build(), link);
    }

    /** The same in a browser that keeps cookies. */
    static HttpResponse<String> make(HttpClient browser, URI link) throws Exception {
        var opened = browser.send(HttpRequest.newBuilder(link).build(), HttpResponse.BodyHandlers.ofString());
        var password = URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);
        var form = "username=admin&email=admin%40example.com&new-password=" + password + "&again=" + password;
        var page = link.resolve(opened.headers().firstValue("Location").orElseThrow());
        return browser.send(
                HttpRequest.newBuilder(page)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The same, and must succeed. */
    static void succeed(URI link) throws Exception {
        var made = make(link);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(302);
    }
}
