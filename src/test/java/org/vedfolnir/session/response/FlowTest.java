package org.vedfolnir.session.response;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/** However a response reaches the client, the next request on the other node sees what it acknowledged. */
class FlowTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String KEYS = KeyRing.generate();
    private static final int ROUNDS = 20;

    private static Node a;
    private static Node b;

    private final Browser visitor = new Browser();

    @BeforeAll
    static void start() throws Exception {
        a = new Node(Node.manager(REDIS.url(), KEYS, manager -> {}), FlowTest::flow);
        b = new Node(Node.manager(REDIS.url(), KEYS, manager -> {}), FlowTest::flow);
    }

    @AfterAll
    static void stop() throws Exception {
        a.close();
        b.close();
    }

    private static void flow(Tomcat tomcat, Context context) {
        tomcat.getConnector().addUpgradeProtocol(new Http2Protocol());
        var flow = Tomcat.addServlet(context, "flow", new FlowServlet());
        flow.setAsyncSupported(true);
        flow.addMapping("/flow/*");
        Tomcat.addServlet(context, "files", new DefaultServlet()).addMapping("*.txt");
        write(Path.of(context.getDocBase(), "big.txt"), "x".repeat(1 << 20));
        errorPage(context, 418, null);
        errorPage(context, 0, Exception.class.getName());
        errorPage(context, 500, null);
    }

    private static void errorPage(Context context, int status, @Nullable String exception) {
        var page = new ErrorPage();
        page.setErrorCode(status);
        page.setExceptionType(exception);
        page.setLocation("/flow/page-of-an-error");
        context.addErrorPage(page);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set",
                "early-flush",
                "redirect",
                "forward",
                "include",
                "error",
                "failure",
                "late-failure",
                "reset",
                "reset-buffer",
                "swallow",
                "big-writer",
                "big-stream",
                "file",
                "async-complete",
                "async-flush",
                "async-dispatch",
                "async-error",
                "non-blocking"
            })
    void showsTheChangeToTheNextRequestOnTheOtherNode(String way) {
        assertThat(stale(way, ROUNDS)).isEmpty();
    }

    @Test
    void showsTheChangeAfterAHeadRequestAndA304() {
        visitor.get(a, "/flow/set?v=0");
        for (var round = 0; round < ROUNDS; round++) {
            visitor.head(a, "/flow/head?v=head" + round);
            assertThat(visitor.get(b, "/flow/read").body()).isEqualTo("head" + round);
            assertThat(visitor.get(b, "/flow/not-modified?v=same" + round).statusCode())
                    .isEqualTo(304);
            assertThat(visitor.get(a, "/flow/read").body()).isEqualTo("same" + round);
        }
    }

    @Test
    void showsTheChangeAfterAnAsynchronousTimeout() {
        visitor.get(a, "/flow/set?v=0");
        assertThat(visitor.get(a, "/flow/async-timeout?v=late").statusCode()).isEqualTo(500);

        assertThat(visitor.get(b, "/flow/read").body()).isEqualTo("late");
    }

    @Test
    void showsTheChangesOfAThousandEarlyFlushes() {
        assertThat(stale("early-flush", 1000)).isEmpty();
    }

    @Test
    void usesHttp2() {
        visitor.get(a, "/flow/set?v=1");

        assertThat(visitor.get(a, "/flow/read").version()).isEqualTo(Version.HTTP_2);
    }

    @Test
    void showsTheChangeInHttp11() {
        var old = new Browser(Version.HTTP_1_1);
        for (var way :
                new String[] {"early-flush", "announced", "redirect", "error", "big-writer", "async-flush", "file"}) {
            assertThat(stale(old, way, ROUNDS)).as(way).isEmpty();
        }
        assertThat(old.get(a, "/flow/read").version()).isEqualTo(Version.HTTP_1_1);
    }

    private List<String> stale(String way, int rounds) {
        return stale(visitor, way, rounds);
    }

    /** Stale values of reads on one node, each after a write on the other. */
    private static List<String> stale(Browser visitor, String way, int rounds) {
        var stale = new ArrayList<String>();
        visitor.get(a, "/flow/set?v=begin");
        for (var round = 0; round < rounds; round++) {
            var writer = round % 2 == 0 ? a : b;
            var answer = visitor.get(writer, "/flow/" + way + "?v=" + way + round);
            assertThat(answer.statusCode()).isIn(200, 302, 418, 500);
            var read = visitor.get(writer == a ? b : a, "/flow/read");
            if (!read.body().equals(way + round)) {
                stale.add("round " + round + ": " + read.statusCode() + " " + read.body());
            }
        }
        return stale;
    }
}
