package org.vedfolnir.session.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.testing.Browser;

/** A page that polls the state must not keep its user signed in. */
class PassivePathsTest {

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster(KeyRing.generate(), manager -> {
        manager.setTouchInterval("0s");
        manager.setPassivePaths("/get, /extend, /other/*");
    });

    private final Browser visitor = new Browser();

    @BeforeEach
    void begin() throws Exception {
        visitor.get(CLUSTER.a(), "/set?name=color&value=blue");
        var full = ttl();
        Eventually.within(Duration.ofSeconds(5), () -> ttl() < full - 100);
    }

    @Test
    void doesNotMoveTheEndAtAPassiveRequest() {
        var before = ttl();

        assertThat(visitor.get(CLUSTER.a(), "/get?name=color").body()).isEqualTo("blue");
        assertThat(visitor.get(CLUSTER.b(), "/get?name=color").body()).isEqualTo("blue");
        assertThat(ttl()).isLessThanOrEqualTo(before);

        visitor.get(CLUSTER.a(), "/set?name=size&value=small");
        assertThat(ttl()).as("time to live after an ordinary request").isGreaterThan(before);
    }

    @Test
    void findsNoEndedSessionAtAPassiveRequest() {
        visitor.get(CLUSTER.a(), "/invalidate");
        assertThat(visitor.get(CLUSTER.b(), "/get?name=color").body()).isNotEqualTo("blue");
    }

    @Test
    void movesTheEndIfAPassiveRequestExtendsItsSession() {
        var before = ttl();

        assertThat(visitor.get(CLUSTER.b(), "/extend").body()).isEqualTo("extended: true");
        assertThat(ttl()).isGreaterThan(before);

        visitor.get(CLUSTER.a(), "/invalidate");
        assertThat(visitor.get(CLUSTER.b(), "/extend").body()).isEqualTo("extended: false");
        assertThat(new Browser().get(CLUSTER.b(), "/extend").body()).isEqualTo("extended: false");
    }

    private long ttl() {
        return CLUSTER.redis().ttl(Cluster.key(visitor));
    }
}
