package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of strangers with unreadable parameters are answered 400, without a line in the log. */
class MalformedRequestsIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MANY_PLACE = "many";
    private static final String MANY = "a=1&".repeat(1200);
    private static final List<String> PATHS = List.of(
            "/", "/index.jsp", "/login", "/home", "/setup", "/nothing", "/health/live", "/assets/vedfolnir.css");

    private static long traces;

    @BeforeAll
    static void count() throws IOException {
        traces = traces();
    }

    @AfterAll
    static void logsNoProblem() throws IOException {
        assertThat(SITE.problems()).isEmpty();
        assertThat(traces()).as("lines of stack traces").isEqualTo(traces);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "a=%", "a=%c0%af", "a=%ff", MANY_PLACE})
    void answers400ToMalformedParametersOfAnAddress(String query) throws Exception {
        for (var path : PATHS) {
            var asked = query.equals(MANY_PLACE) ? MANY : query;
            assertRejected(RawRequest.send(SITE.port(), "GET " + path + "?" + asked + " HTTP/1.1\r\n", ""), 400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "username=%", "username=%c0%af", "username=a&password=%ff", MANY_PLACE})
    void answers400ToMalformedParametersOfAForm(String form) throws Exception {
        var sent = form.equals(MANY_PLACE) ? MANY : form;
        assertRejected(RawRequest.form(SITE.port(), "/login", FORM, sent), 400);
        for (var path : PATHS) {
            assertThat(status(RawRequest.form(SITE.port(), path, FORM, sent)))
                    .as(path)
                    .isIn(200, 302, 400, 404, 405, 410);
        }
    }

    @Test
    void answers400ToMalformedParametersOfAFormOfASignedInUser() throws Exception {
        var person = SITE.signedIn();
        for (var path : List.of("/", "/home", "/platforms", "/draft", "/appearance", "/assets/vedfolnir.css")) {
            var answer = RawRequest.send(
                    SITE.port(),
                    "POST " + path + " HTTP/1.1\r\nSec-Fetch-Site: same-origin\r\nCookie: " + person.cookie()
                            + "\r\nContent-Type: " + FORM + "\r\nContent-Length: 5\r\n",
                    "a=%zz");
            assertRejected(answer, 400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FORM + "; charset=none",
                FORM + "; charset=\"",
                FORM + ";;;",
                "multipart/form-data",
                "multipart/form-data; boundary=x",
                "text/plain",
                "x"
            })
    void answersAnotherContentTypeWithoutAServerError(String type) throws Exception {
        for (var path : PATHS) {
            assertThat(status(RawRequest.form(SITE.port(), path, type, "--x\r\nusername=a&password=b")))
                    .as("%s %s", path, type)
                    .isIn(200, 302, 400, 403, 404, 405, 410, 415, 429);
        }
    }

    @Test
    void answers413ToATooLargeForm() throws Exception {
        var answer = RawRequest.form(SITE.port(), "/login", FORM, "username=" + "a".repeat(2_100_000));

        assertRejected(answer, 413);
    }

    private static void assertRejected(String answer, int status) {
        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(answer)
                .contains("Content-Security-Policy: default-src 'none'; style-src 'self'", "nosniff", "no-store")
                .contains(status == 400 ? "<h1>Invalid request</h1>" : "<h1>Too large</h1>");
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    private static long traces() throws IOException {
        try (var files = Files.list(SITE.logs())) {
            var lines = 0L;
            for (var log : files.toList()) {
                lines += Files.readAllLines(log).stream()
                        .filter(line -> line.startsWith("\tat "))
                        .count();
            }
            return lines;
        }
    }
}
