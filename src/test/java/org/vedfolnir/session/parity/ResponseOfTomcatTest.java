package org.vedfolnir.session.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.store.redis.RealRedis;

/** A page writes to the same response object as with Tomcat's own manager. */
class ResponseOfTomcatTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final ResponsePages OF_TOMCAT = new ResponsePages();
    private static final ResponsePages OF_OURS = new ResponsePages();

    private static Server tomcat;
    private static Server ours;

    private String cookie = "";

    @BeforeAll
    static void start() {
        tomcat = Site.ofTomcat(server -> pages(server, OF_TOMCAT)).at(0);
        ours = new Server(() -> Site.manager(REDIS), server -> pages(server, OF_OURS));
    }

    private static void pages(Server server, ResponsePages pages) {
        Tomcat.addServlet(server.application(""), "pages", pages).addMapping("/page/*");
        server.tomcat().getHost().getPipeline().addValve(pages.probe());
    }

    @AfterAll
    static void stop() {
        tomcat.close();
        ours.close();
    }

    @BeforeEach
    void begin() {
        cookie = Client.cookie(Client.get(ours, "/page/begin", ""), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "stream-of-session"})
    void noticesAClientThatLeft(String page) throws Exception {
        assertThat(noticed(tomcat, OF_TOMCAT, page, "")).isTrue();
        assertThat(noticed(ours, OF_OURS, page, cookie)).isTrue();
    }

    private static boolean noticed(Server server, ResponsePages pages, String page, String cookie) throws Exception {
        var end = pages.nextStream();
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write(("GET /page/" + page + " HTTP/1.1\r\nHost: node\r\nCookie: " + cookie + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(100)).hasSize(100);
            socket.setSoLinger(true, 0); // closing is a reset
        }
        return end.get(60, TimeUnit.SECONDS);
    }

    @Test
    void sendsALargeFileBySendfile() {
        assertThat(fileSentBySystem(tomcat, OF_TOMCAT, "")).isNotNull();
        assertThat(fileSentBySystem(ours, OF_OURS, "")).isNotNull();
        assertThat(fileSentBySystem(ours, OF_OURS, cookie))
                .as("file of a request with a cookie")
                .isNotNull();
    }

    private static @Nullable Object fileSentBySystem(Server server, ResponsePages pages, String cookie) {
        var seen = pages.nextFile();
        assertThat(Client.get(server, "/large.css", cookie).body()).hasSize(300_000);
        return seen.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include-own",
                "include-kept",
                "include-own-late",
                "include-kept-late",
                "length",
                "charset",
                "reset",
                "reset-of-session",
                "buffer",
                "closed-writer",
                "stream-then-writer"
            })
    void sendsThePageAsTomcatDoes(String page) {
        var right = responseOf(tomcat, page, Client.cookie(Client.get(tomcat, "/page/begin", ""), ""));

        assertThat(responseOf(ours, page, cookie)).isEqualTo(right);
    }

    private static Map<String, String> responseOf(Server server, String page, String cookie) {
        var answer = Client.get(server, "/page/" + page, cookie);
        var responseOf = new TreeMap<String, String>();
        answer.headers().map().forEach((name, values) -> responseOf.put(name, String.valueOf(values)));
        responseOf.remove("date");
        responseOf.put("status", Integer.toString(answer.statusCode()));
        responseOf.put("body", answer.body());
        return responseOf;
    }

    /** The session has 140 KB that must be serialized to detect a change: before the response commits, and again if the page reads them after that. */
    @ParameterizedTest
    @CsvSource({
        "pieces-of-writer, whole-of-writer, 1",
        "pieces-printed, whole-of-writer, 1",
        "pieces-of-stream, whole-of-stream, 2"
    })
    void encodesTheSessionOfAPageInPiecesAsOftenAsInOnePiece(String pieces, String whole, int most) {
        var once = encodings(whole);

        assertThat(encodings(pieces)).isEqualTo(once);
        assertThat(once).isLessThanOrEqualTo(most);
    }

    private int encodings(String page) {
        Client.get(ours, "/page/large-state", cookie);
        var before = ResponsePages.ENCODINGS.get();
        assertThat(Client.get(ours, "/page/" + page, cookie).body()).hasSize(ResponsePages.PIECES);
        return ResponsePages.ENCODINGS.get() - before;
    }
}
