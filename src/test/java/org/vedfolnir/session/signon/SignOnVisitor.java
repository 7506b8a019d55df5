package org.vedfolnir.session.signon;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.vedfolnir.session.store.redis.KeyNames;
import org.vedfolnir.testing.Browser;

/** A visitor with a cookie for each application, and one for the path {@code /}. */
final class SignOnVisitor {

    private final Browser browser = Browser.withCookieOfEachPath();

    final Map<String, String> cookies = browser.cookies();

    /** Sends name and password in this request only. */
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
        var request = HttpRequest.newBuilder();
        if (!credentials.isEmpty()) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII)));
        }
        return browser.later(node, path, request);
    }

    private String value(String path) {
        var cookie = cookies.getOrDefault(path, "");
        return cookie.substring(cookie.indexOf('=') + 1);
    }

    /** The key of the visitor's session with an application. */
    String session(String application) {
        return KeyNames.session(value(application));
    }

    /** The key of the visitor's single sign-on. */
    String signOn() {
        return "vedfolnir:sso:"
                + SingleSignOnRepository.named(value("/")).orElseThrow().value();
    }
}
