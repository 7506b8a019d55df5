package org.vedfolnir.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.store.redis.RealRedis;

/** What Weld and Mojarra keep in a session is there on the next node: beans of the session, and the page that a form came from. */
class FrameworkStateTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final Pattern VIEW = Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]* value=\"([^\"]+)\"");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private String cookie = "";

    @Test
    void aPageThatOneNodeShowedComesBackToAnother() throws Exception {
        String page;
        try (var first = new FacesSite(REDIS.url(), "")) {
            page = send(first, null, null);
            page = send(first, page, "visit");
            page = send(first, page, "turn");
            assertThat(page).contains("visits 1 page 1");
        }
        var key = "vedfolnir:session:" + cookie.substring(cookie.indexOf('=') + 1);
        assertThat(REDIS.value(key)).contains("org.jboss.weld", "com.sun.faces");
        try (var second = new FacesSite(REDIS.url(), "")) {
            page = send(second, page, "turn");
            assertThat(page).contains("visits 1 page 2");
            page = send(second, page, "visit");
            assertThat(page).contains("visits 2 page 2");
            assertThat(REDIS.value(key)).doesNotContain("\"dropped\"");
            assertThat(send(second, null, null)).contains("visits 2 page 0");
        }
    }

    /** Opens the page, or presses a button of the one that was shown. */
    private String send(FacesSite site, @Nullable String page, @Nullable String button) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.port() + "/counter.xhtml"));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        if (page != null) {
            var view = VIEW.matcher(page);
            assertThat(view.find()).as(page).isTrue();
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "form=form&form%3A" + button + "=x&jakarta.faces.ViewState="
                                    + URLEncoder.encode(view.group(1), StandardCharsets.UTF_8)));
        }
        var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        response.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.split(";", 2)[0]);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body().replaceAll("\\s+", " ");
    }
}
