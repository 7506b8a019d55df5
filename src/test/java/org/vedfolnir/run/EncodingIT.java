package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.run.check.Visitor;

/** Every page and every error page, in both languages, has its declared encoding. */
class EncodingIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    /** UTF-8 that was decoded as Latin-1, and replacement characters. */
    private static final Pattern MOJIBAKE = Pattern.compile("[\u00c2\u00c3\u00e2][\u0080-\u00bf\u20ac]|\ufffd");

    private static Visitor admin = new Visitor();
    private static Visitor viewer = new Visitor();

    @BeforeAll
    static void people() throws Exception {
        admin = SITE.signedIn();
        viewer = new Administrator(admin, SITE.a()).signedIn("viewer", "VIEWER", "seven grey herons wait", SITE.a());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void sendsEveryPageInUtf8(String language) throws Exception {
        for (var route : Routes.DECLARED) {
            if (!route.path().contains(".") && !route.path().matches("/api/.*|/health(/.*)?|/metrics")) {
                assertUtf8(ask(admin, "GET", route.path(), language, Map.of()), language);
                assertUtf8(ask(new Visitor(), "GET", route.path(), language, Map.of()), language);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void sendsEveryErrorPageInUtf8(String language) throws Exception {
        var visitor = new Visitor();
        assertUtf8(ask(visitor, "GET", "/login?" + "a=1&".repeat(1200), language, Map.of()), language, 400);
        assertUtf8(ask(admin, "POST", "/home", language, Map.of()), language, 403);
        assertUtf8(ask(viewer, "GET", "/users", language, Map.of()), language, 403);
        assertUtf8(ask(visitor, "GET", "/nothing", language, Map.of()), language, 404);
        assertUtf8(ask(visitor, "PUT", "/assets/vedfolnir.css", language, Map.of()), language, 405);
        assertUtf8(ask(visitor, "GET", "/setup", language, Map.of()), language, 410);
        assertUtf8(ask(visitor, "POST", "/login", language, Map.of("a", "x".repeat(2_100_000))), language, 413);
        SITE.insight().forgetTries();
        assertUtf8(ask(visitor, "POST", "/login", language, Map.of("username", "nobody")), language, 403);
    }

    @Test
    void decodesTheTitleOfAnErrorPage() throws Exception {
        var page = new Visitor().get(SITE.a(), "/nothing").body();

        assertThat(page).contains("<title>Page not found \u00b7 Vedfolnir Sessions</title>");
    }

    private static HttpResponse<String> ask(
            Visitor person, String method, String path, String language, Map<String, String> form) throws Exception {
        return person.send(SITE.a(), method, path, form, Map.of("Accept-Language", language));
    }

    private static void assertUtf8(HttpResponse<String> page, String language, int status) {
        assertThat(page.statusCode()).as(page.uri().getPath()).isEqualTo(status);
        assertUtf8(page, language);
    }

    private static void assertUtf8(HttpResponse<String> page, String language) {
        if (page.body().isEmpty()) {
            return; // leads elsewhere
        }
        assertThat(page.headers().firstValue("Content-Type").orElse(""))
                .as(page.uri().getPath())
                .isEqualToIgnoringCase("text/html;charset=UTF-8");
        assertThat(page.body()).contains("<html lang=\"" + language + "\"");
        assertThat(MOJIBAKE.matcher(page.body()).results().map(found -> found.group()))
                .as("%s %s", page.statusCode(), page.uri().getPath())
                .isEmpty();
    }
}
