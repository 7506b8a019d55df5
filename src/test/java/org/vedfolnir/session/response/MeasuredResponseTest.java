package org.vedfolnir.session.response;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.testing.Browser;

/**
 * Tomcat 11 sends and closes a response as soon as the announced length is written (Servlet 6.0 §5.7); Tomcat 10.1 keeps it until the application
 * returns.
 */
class MeasuredResponseTest {

    private static final boolean SENDS_WHAT_IS_COMPLETE =
            !ServerInfo.getServerNumber().startsWith("10.");

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    private final Browser visitor = new Browser();

    @ParameterizedTest
    @ValueSource(strings = {"length", "long", "header", "added", "number", "addedNumber"})
    void savesBeforeAResponseOfKnownLengthIsComplete(String by) {
        visitor.get(CLUSTER.a(), "/create");
        var writing = visitor.copy().later(CLUSTER.a(), "/measured?name=early&value=1&by=" + by + "&meet=" + by);
        var meeting = ProbeServlet.met(by);

        if (SENDS_WHAT_IS_COMPLETE) {
            assertThat(visitor.get(CLUSTER.b(), "/get?name=early").body()).isEqualTo("1");
        }
        meeting.arriveAndAwaitAdvance();
        assertThat(writing.join().body()).isEqualTo("set");
        assertThat(visitor.get(CLUSTER.b(), "/get?name=early").body()).isEqualTo("1");
    }

    @Test
    void answers503IfASaveFailsThoughTheLengthIsKnown() throws Exception {
        visitor.get(CLUSTER.a(), "/create");
        var held = visitor.copy().later(CLUSTER.a(), "/measured?name=lost&value=1&by=length&before=yes&meet=outage");
        var meeting = ProbeServlet.met("outage");

        CLUSTER.redis().pause();
        try {
            meeting.arriveAndAwaitAdvance();
            var answer = held.join();
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        } finally {
            CLUSTER.redis().resume();
        }
    }
}
