package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.document.KeyRing;
import org.vedfolnir.session.store.redis.RealRedis;

/**
 * An application of Spring Boot with Spring Security, whose filters stand before all others: the form with its CSRF token comes from one node, the
 * other one signs in, either goes on when the other is killed. The profile spring-boot builds the application.
 */
class SpringBootSignIn {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final String password = UUID.randomUUID().toString();
    private final String keys = KeyRing.generate();
    private String cookie = "";

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "4.0"})
    void byItself(String boot) throws Exception {
        try (var a = SpringBootNode.embedded(boot, REDIS.url(), keys, password);
                var b = SpringBootNode.embedded(boot, REDIS.url(), keys, password)) {
            signInGoOnAndSignOut(a, b);
        }
    }

    @ParameterizedTest
    @CsvSource({"3.5, 10.1", "4.0, 11.0"})
    void inAStockTomcat(String boot, String tomcat) throws Exception {
        try (var a = SpringBootNode.inTomcat(boot, tomcat, REDIS.url(), keys, password);
                var b = SpringBootNode.inTomcat(boot, tomcat, REDIS.url(), keys, password)) {
            signInGoOnAndSignOut(a, b);
        }
    }

    private void signInGoOnAndSignOut(SpringBootNode a, SpringBootNode b) throws Exception {
        assertThat(get(a, "/count").statusCode()).as("nobody is signed in").isEqualTo(302);
        var form = get(a, "/login");
        assertThat(form.statusCode()).isEqualTo(200);
        var before = cookie;

        var signedIn = post(
                b, "/login", "username=" + SpringBootNode.USER + "&password=" + password + "&_csrf=" + token(form));
        assertThat(signedIn.statusCode()).as(b.said()).isEqualTo(302);
        assertThat(location(signedIn))
                .as("the page that was asked for first")
                .contains("/count")
                .doesNotContain("error");
        assertThat(cookie).as("the id changes with the sign-in").isNotEqualTo(before);
        assertThat(get(a, "/count").body()).isEqualTo("ann 1");
        assertThat(get(b, "/count").body()).isEqualTo("ann 2");

        a.kill();
        assertThat(get(b, "/count").body()).isEqualTo("ann 3");
        var signedOut = post(b, "/logout", "_csrf=" + token(get(b, "/logout")));
        assertThat(location(signedOut)).contains("/login?logout");
        assertThat(get(b, "/count").statusCode()).isEqualTo(302);
        assertThat(b.said()).doesNotContain("Exception");
    }

    private static String token(HttpResponse<String> page) {
        var token = TOKEN.matcher(page.body());
        assertThat(token.find()).as(page.body()).isTrue();
        return URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    private HttpResponse<String> get(SpringBootNode node, String path) throws Exception {
        return send(node.uri(path), HttpRequest.newBuilder().GET());
    }

    private HttpResponse<String> post(SpringBootNode node, String path, String form) throws Exception {
        return send(
                node.uri(path),
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private HttpResponse<String> send(URI uri, HttpRequest.Builder request) throws Exception {
        request.uri(uri).header("Accept", "text/html");
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        var answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        answer.headers().allValues("Set-Cookie").stream()
                .filter(set -> set.startsWith("JSESSIONID="))
                .forEach(set -> cookie = set.split(";", 2)[0]);
        return answer;
    }
}
