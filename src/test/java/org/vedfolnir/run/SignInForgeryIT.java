package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No site can sign another user's browser in (login CSRF). The browser of these tests is an old one, which sends no origin. */
class SignInForgeryIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([\\w-]{43})\"");

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void acceptsTheFormOfThePage() throws Exception {
        var page = page();

        assertThat(send(cookie(page), token(page)).statusCode()).isEqualTo(302);
    }

    @Test
    void rejectsAFormWithoutItsPage() throws Exception {
        assertThat(send("", "").statusCode()).isEqualTo(403);
        assertThat(send(cookie(page()), "").statusCode()).isEqualTo(403);
        assertThat(send("", token(page())).statusCode()).isEqualTo(403);
    }

    @Test
    void rejectsTheTokenOfAnotherVisitor() throws Exception {
        var refused = send(cookie(page()), token(page()));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().allValues("Set-Cookie")).noneMatch(set -> set.startsWith("session="));
    }

    @Test
    void keepsTheNumberOfABrowserAcrossPages() throws Exception {
        var first = page();
        var second = client.send(
                HttpRequest.newBuilder(URI.create(SITE.b() + "/login"))
                        .header("Cookie", cookie(first))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(second.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(send(cookie(first), token(second)).statusCode()).isEqualTo(302);
    }

    private HttpResponse<String> page() throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(SITE.a() + "/login")).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String cookie(HttpResponse<String> page) {
        return page.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    private static String token(HttpResponse<String> page) {
        var found = TOKEN.matcher(page.body());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private HttpResponse<String> send(String cookie, String token) throws IOException, InterruptedException {
        var form = "username=admin&password=" + URLEncoder.encode(SITE.password(), StandardCharsets.UTF_8) + "&csrf="
                + token;
        var request = HttpRequest.newBuilder(URI.create(SITE.b() + "/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
