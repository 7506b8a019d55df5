package org.vedfolnir.session.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.apache.catalina.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.testing.Browser;

/** Peeking at a session does not move its end. */
class PeekTest {

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster(KeyRing.generate(), manager -> manager.setTouchInterval("0s"));

    private AgedSession session;
    private Browser visitor;

    @BeforeEach
    void begin() throws Exception {
        session = AgedSession.on(CLUSTER);
        visitor = session.visitor();
    }

    @Test
    void doesNotMoveTheEndIfAnIdIsValidated() {
        var before = session.timeToLive();

        assertThat(visitor.get(CLUSTER.a(), "/valid").body()).isEqualTo("true");
        assertThat(visitor.get(CLUSTER.b(), "/valid").body()).isEqualTo("true");
        assertThat(session.timeToLive()).isLessThanOrEqualTo(before);

        visitor.get(CLUSTER.a(), "/get?name=color");
        assertThat(session.timeToLive()).as("time to live after a use").isGreaterThan(before);
    }

    @Test
    void movesTheEndOfAFoundSessionOnlyIfItIsUsed() throws Exception {
        var before = session.timeToLive();
        var found = found();

        assertThat(found.getSession().getAttribute("color")).isEqualTo("blue");
        assertThat(session.timeToLive()).isLessThanOrEqualTo(before);

        found.access();
        assertThat(session.timeToLive()).isGreaterThan(before);
    }

    @Test
    void reportsAFoundSessionThatEndedAsInvalid() throws Exception {
        var found = found();
        visitor.get(CLUSTER.a(), "/invalidate");
        found.access();

        assertThat(found.isValid()).isFalse();
    }

    @Test
    void reportsAnUnknownIdAsInvalid() {
        assertThat(new Browser()
                        .with("JSESSIONID=" + "0".repeat(64))
                        .get(CLUSTER.a(), "/valid")
                        .body())
                .isEqualTo("false");
    }

    private Session found() throws Exception {
        return Objects.requireNonNull(CLUSTER.b().manager().findSession(visitor.id()));
    }
}
