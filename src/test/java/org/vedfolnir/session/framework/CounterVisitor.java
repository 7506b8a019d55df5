package org.vedfolnir.session.framework;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.NamedCookies;

/** A visitor of {@link CounterApplication}, who presses a button of the page that one node showed and sends the form to any node. */
public final class CounterVisitor {

    private static final Pattern VIEW = Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]* value=\"([^\"]+)\"");
    /** Fields of which one implementation adds some and another requires some, among them the name of the pressed button. */
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\"[^>]* value=\"([^\"]*)\"");

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final NamedCookies cookies = new NamedCookies();
    private String page = "";

    /** Opens the page and returns its text, with single spaces. */
    public String open(URI application) throws Exception {
        return shown(send(application, null));
    }

    /** Presses a button of the last page. */
    public String press(String button, URI application) throws Exception {
        return shown(send(application, form(button)));
    }

    /** The same, but does not follow the redirect. */
    public void pressAndLeave(String button, URI application) throws Exception {
        assertThat(send(application, form(button)).statusCode()).isEqualTo(302);
    }

    /** The session id. */
    public String id() {
        return cookies.value("JSESSIONID");
    }

    private String form(String button) {
        assertThat(VIEW.matcher(page).find()).as(page).isTrue();
        var form = new StringBuilder("form%3A" + button + "=x");
        HIDDEN.matcher(page).results().forEach(field -> form.append('&')
                .append(Browser.encoded(field.group(1)))
                .append('=')
                .append(Browser.encoded(field.group(2))));
        return form.toString();
    }

    private HttpResponse<String> send(URI application, @Nullable String form) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(application + "/counter.xhtml"))
                .timeout(Duration.ofSeconds(30));
        cookies.addTo(request);
        if (form != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form));
        }
        var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        cookies.keep(response);
        return response;
    }

    private String shown(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        page = response.body();
        return page.replaceAll("\\s+", " ");
    }
}
