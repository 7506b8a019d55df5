package org.vedfolnir.session.response;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.RealRedis;

/** An application with a body limit gets bodies in each form that HTTP has. */
class BodyLimitTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final int LARGEST = 2048;

    private static Node node;

    @BeforeAll
    static void start() throws Exception {
        node = new Node(Node.manager(REDIS.url(), "", manager -> manager.setLargestBody("2KB")), (tomcat, root) -> {
            tomcat.getConnector().addUpgradeProtocol(new Http2Protocol());
            Tomcat.addServlet(root, "length", new Length()).addMapping("/length");
        });
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    /** Prints the length of the body that it received. */
    static final class Length extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter()
                    .print(request.getProtocol() + " "
                            + request.getInputStream().readAllBytes().length);
        }
    }

    /** A stream of HTTP/2 announces no length. */
    @Test
    void limitsABodyOfHttp2WithoutALength() throws Exception {
        var client = HttpClient.newHttpClient();
        assertThat(get(client).body())
                .as("response over an upgraded connection")
                .isEqualTo("HTTP/2.0 0");

        assertThat(post(client, LARGEST).body()).isEqualTo("HTTP/2.0 " + LARGEST);
        assertThat(post(client, 0).body()).isEqualTo("HTTP/2.0 0");
        assertThat(post(client, LARGEST + 1).statusCode()).isEqualTo(413);
    }

    private static HttpResponse<String> get(HttpClient client) throws Exception {
        return client.send(HttpRequest.newBuilder(address()).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(HttpClient client, int bytes) throws Exception {
        var body = HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[bytes]));
        return client.send(HttpRequest.newBuilder(address()).POST(body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI address() {
        return URI.create("http://127.0.0.1:" + node.port() + "/length");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\nabc\r\n0\r\n\r\n", "3\r\nabcdef\r\n0\r\n\r\n", "-1\r\n\r\n", "ffffffffff\r\n\r\n"})
    void rejectsMalformedChunks(String body) throws Exception {
        try (var socket = new Socket("127.0.0.1", node.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("POST /length HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1))
                    .isEqualTo("HTTP/1.1 400");
        }
    }

    /** The next request arrives together with the end of a body, or half of it does. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 1000})
    void answersAPipelinedRequestAfterABody(int together) throws Exception {
        var form = "POST /length HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na=b";
        var next = "GET /length HTTP/1.1\r\nHost: a\r\n\r\n";
        var last = "GET /public HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        var cut = Math.min(together, next.length());
        try (var socket = new Socket("127.0.0.1", node.port())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            var out = socket.getOutputStream();
            out.write((form + next.substring(0, cut)).getBytes(StandardCharsets.ISO_8859_1));
            var in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.ISO_8859_1))
                    .isEqualTo("HTTP/1.1 200");
            out.write((next.substring(cut) + last).getBytes(StandardCharsets.ISO_8859_1));

            var rest = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(rest.split("HTTP/1.1 200", -1))
                    .as(rest)
                    .satisfiesExactly(
                            first -> assertThat(first).endsWith("HTTP/1.1 3"),
                            second -> assertThat(second).endsWith("HTTP/1.1 0"),
                            third -> assertThat(third).endsWith("public"));
        }
    }

    /** The end of such a body is not visible from outside, so no byte behind it may be taken for a request. */
    @Test
    void closesTheConnectionAfterAChunkedBody() throws Exception {
        try (var socket = new Socket("127.0.0.1", node.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("POST /length HTTP/1.1\r\n"
                                    + "Host: a\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\n"
                                    + "3\r\n"
                                    + "a=b\r\n"
                                    + "0\r\n\r\n"
                                    + "GET /length HTTP/1.1\r\n"
                                    + "Host: a\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .containsOnlyOnce("HTTP/1.1 200")
                    .containsIgnoringCase("connection: close")
                    .endsWith("HTTP/1.1 3");
        }
    }
}
