package org.vedfolnir.session;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.AccessLogValve;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Responses that Tomcat itself makes have the security headers of the application and do not name Tomcat. */
class SecureErrorReportValveTest {

    private static final Tomcat TOMCAT = new Tomcat();
    private static final AccessLogValve ACCESS = new AccessLogValve();

    private static Path access = Path.of("");

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        access = folder.resolve("access");
        TOMCAT.setBaseDir(folder.toString());
        TOMCAT.setPort(0);
        TOMCAT.getConnector().setProperty("address", "127.0.0.1");
        TOMCAT.getConnector().setProperty("allowHostHeaderMismatch", "false");
        ((StandardHost) TOMCAT.getHost()).setErrorReportValveClass(SecureErrorReportValve.class.getName());
        TOMCAT.getEngine().getPipeline().addValve(new SecureErrorReportValve());
        ACCESS.setDirectory(access.toString());
        ACCESS.setPattern("%s %r");
        ACCESS.setBuffered(false);
        TOMCAT.getHost().getPipeline().addValve(ACCESS);
        var context = TOMCAT.addContext(
                "/app", Files.createDirectories(folder.resolve("docs")).toString());
        Tomcat.addServlet(context, "own", new Own()).addMapping("/*");
        TOMCAT.start();
    }

    @AfterAll
    static void stop() throws Exception {
        TOMCAT.stop();
        TOMCAT.destroy();
    }

    /** An application with its own header and an empty response. */
    static final class Own extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            response.setHeader("Content-Security-Policy", "default-src 'self'");
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    static List<Arguments> answersOfTomcat() {
        return List.of(
                Arguments.of("no page", 404, "GET /none HTTP/1.1\r\nHost: a\r\n"),
                Arguments.of("bad target", 400, "GET /a|b<> HTTP/1.1\r\nHost: a\r\n"),
                Arguments.of("no slash", 400, "GET none HTTP/1.1\r\nHost: a\r\n"),
                Arguments.of("bad escape", 400, "GET /%zz HTTP/1.1\r\nHost: a\r\n"),
                Arguments.of("no Host", 400, "GET / HTTP/1.1\r\n"),
                Arguments.of("two Hosts", 400, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n"),
                Arguments.of("bad Host", 400, "GET / HTTP/1.1\r\nHost: a b\r\n"),
                Arguments.of("another host", 400, "GET http://b/ HTTP/1.1\r\nHost: a\r\n"),
                Arguments.of("large header", 400, "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(9000) + "\r\n"),
                Arguments.of("bad header", 400, "GET / HTTP/1.1\r\nHost: a\r\nX Y: z\r\n"),
                Arguments.of(
                        "two lengths", 400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n"),
                Arguments.of("expectation", 417, "GET / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n"),
                Arguments.of("unknown coding", 501, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: x\r\n"),
                Arguments.of("unknown version", 505, "GET / HTTP/9.9\r\nHost: a\r\n"),
                Arguments.of("trace", 405, "TRACE /app/none HTTP/1.1\r\nHost: a\r\n"),
                Arguments.of("options", 200, "OPTIONS * HTTP/1.1\r\nHost: a\r\n"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("answersOfTomcat")
    void sendsSecurityHeadersAndNoVersionWithResponsesOfTomcat(String what, int status, String request)
            throws Exception {
        var answer = ask(request);

        assertThat(answer).startsWith("http/1.1 " + status);
        assertThat(answer)
                .as(what)
                .contains(
                        "content-security-policy: default-src 'none'",
                        "x-content-type-options: nosniff",
                        "referrer-policy: same-origin",
                        "cross-origin-opener-policy: same-origin",
                        "cache-control: no-store")
                .doesNotContain("apache", "exception", "at org.");
    }

    @Test
    void keepsTheHeadersOfAnApplicationsResponse() throws Exception {
        assertThat(ask("GET /app/x HTTP/1.1\r\nHost: a\r\n"))
                .startsWith("http/1.1 404")
                .contains("content-security-policy: default-src 'self'")
                .doesNotContain("'none'", "nosniff");
    }

    @Test
    void logsRequestsThatReachNoHostInTheHostsAccessLog() throws Exception {
        ask("OPTIONS * HTTP/1.1\r\nHost: access\r\n");
        ask("GET /app/access HTTP/1.1\r\nHost: a\r\n");
        ask("GET /access HTTP/9.9\r\nHost: a\r\n");

        try (var files = Files.list(access)) {
            var lines = Files.readAllLines(files.findFirst().orElseThrow());
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("200 OPTIONS *"))
                    .isNotEmpty();
            assertThat(lines).filteredOn(line -> line.contains("/app/access")).hasSize(1);
            assertThat(lines).filteredOn(line -> line.startsWith("505")).isNotEmpty();
        }
    }

    /** The whole response, in lower case. */
    private static String ask(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", TOMCAT.getConnector().getLocalPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
                    .toLowerCase(Locale.ROOT);
        }
    }
}
