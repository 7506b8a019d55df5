package org.vedfolnir.session.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.testing.Browser;

/** A listener of the application that reads the session before all other components. */
class EarlySessionAccessTest {

    @RegisterExtension
    static final Cluster CLUSTER = Cluster.quiet(KeyRing.generate());

    private final Browser visitor = new Browser();

    @BeforeEach
    void signIn() {
        ProbeServlet.MEETINGS.clear();
        visitor.get(CLUSTER.a(), "/set?name=color&value=blue");
    }

    @Test
    void savesBeforeTheResponse() {
        var flushed = visitor.copy().later(CLUSTER.a(), "/flushed?early&name=color&value=red&meet=early-flush");
        var meeting = ProbeServlet.met("early-flush");

        assertThat(visitor.get(CLUSTER.b(), "/get?name=color").body()).isEqualTo("red");
        meeting.arriveAndAwaitAdvance();
        flushed.join();
    }

    @Test
    void needsNoFurtherRoundTrip() {
        visitor.get(CLUSTER.b(), "/get?early&name=color");

        assertThat(CLUSTER.redis().roundTrips(() -> visitor.get(CLUSTER.b(), "/get?early&name=color")))
                .isEqualTo(1);
        assertThat(CLUSTER.redis().roundTrips(() -> visitor.get(CLUSTER.b(), "/set?early&name=color&value=green")))
                .isEqualTo(2);
    }

    @Test
    void callsTheApplicationInAnOutageAndAnswers503() throws Exception {
        CLUSTER.redis().pause();
        try {
            var answer = visitor.get(CLUSTER.a(), "/get?early&name=color");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(visitor.get(CLUSTER.a(), "/public?early").statusCode())
                    .as("status of a page that needs no session")
                    .isEqualTo(200);
        } finally {
            CLUSTER.redis().resume();
        }
    }

    @Test
    void showsTheListenerNoEndedSession() {
        var thief = visitor.copy();
        visitor.get(CLUSTER.b(), "/invalidate");

        assertThat(thief.get(CLUSTER.a(), "/get?early&name=color").body()).isEqualTo("no session");
    }
}
