package org.vedfolnir.session.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.testing.Browser;

/** A page that polls the state must not keep its user signed in. */
class PassivePathsTest {

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster(KeyRing.generate(), manager -> {
        manager.setTouchInterval("0s");
        manager.setPassivePaths("/get, /extend, /other/*");
    });

    private AgedSession session;
    private Browser visitor;

    @BeforeEach
    void begin() throws Exception {
        session = AgedSession.on(CLUSTER);
        visitor = session.visitor();
    }

    @Test
    void doesNotMoveTheEndAtAPassiveRequest() {
        var before = session.timeToLive();

        assertThat(visitor.get(CLUSTER.a(), "/get?name=color").body()).isEqualTo("blue");
        assertThat(visitor.get(CLUSTER.b(), "/get?name=color").body()).isEqualTo("blue");
        assertThat(session.timeToLive()).isLessThanOrEqualTo(before);

        visitor.get(CLUSTER.a(), "/set?name=size&value=small");
        assertThat(session.timeToLive())
                .as("time to live after an ordinary request")
                .isGreaterThan(before);
    }

    @Test
    void findsNoEndedSessionAtAPassiveRequest() {
        visitor.get(CLUSTER.a(), "/invalidate");
        assertThat(visitor.get(CLUSTER.b(), "/get?name=color").body()).isNotEqualTo("blue");
    }

    @Test
    void movesTheEndIfAPassiveRequestExtendsItsSession() {
        var before = session.timeToLive();

        assertThat(visitor.get(CLUSTER.b(), "/extend").body()).isEqualTo("extended: true");
        assertThat(session.timeToLive()).isGreaterThan(before);

        visitor.get(CLUSTER.a(), "/invalidate");
        assertThat(visitor.get(CLUSTER.b(), "/extend").body()).isEqualTo("extended: false");
        assertThat(new Browser().get(CLUSTER.b(), "/extend").body()).isEqualTo("extended: false");
    }
}
