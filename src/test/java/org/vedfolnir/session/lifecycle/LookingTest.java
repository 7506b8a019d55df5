package org.vedfolnir.session.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.apache.catalina.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.testing.Browser;

/** Peeking at a session does not move its end. */
class LookingTest {

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster(KeyRing.generate(), manager -> manager.setTouchInterval("0s"));

    private final Browser visitor = new Browser();

    @BeforeEach
    void begin() throws Exception {
        visitor.get(CLUSTER.a(), "/set?name=color&value=blue");
        var full = ttl();
        Eventually.within(Duration.ofSeconds(5), () -> ttl() < full - 100);
    }

    @Test
    void doesNotMoveTheEndIfAnIdIsValidated() {
        var before = ttl();

        assertThat(visitor.get(CLUSTER.a(), "/valid").body()).isEqualTo("true");
        assertThat(visitor.get(CLUSTER.b(), "/valid").body()).isEqualTo("true");
        assertThat(ttl()).isLessThanOrEqualTo(before);

        visitor.get(CLUSTER.a(), "/get?name=color");
        assertThat(ttl()).as("time to live after a use").isGreaterThan(before);
    }

    @Test
    void movesTheEndOfAFoundSessionOnlyIfItIsUsed() throws Exception {
        var before = ttl();
        var found = found();

        assertThat(found.getSession().getAttribute("color")).isEqualTo("blue");
        assertThat(ttl()).isLessThanOrEqualTo(before);

        found.access();
        assertThat(ttl()).isGreaterThan(before);
    }

    @Test
    void throwsIfAFoundSessionEndedBeforeItsUse() throws Exception {
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

    private long ttl() {
        return CLUSTER.redis().ttl(Cluster.key(visitor));
    }
}
