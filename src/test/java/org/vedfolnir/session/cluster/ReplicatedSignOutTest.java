package org.vedfolnir.session.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.RealSentinels;
import org.vedfolnir.testing.Browser;

/** A sign-out behind Sentinels while no replica replies: with {@code securityWrites} {@code replicated} it is answered 503. */
class ReplicatedSignOutTest {

    @RegisterExtension
    static final RealSentinels REDIS = new RealSentinels();

    @AfterEach
    void restore() throws Exception {
        REDIS.restore();
    }

    private static Node node(String securityWrites) throws Exception {
        return new Node(REDIS.configuration(), "", manager -> {
            manager.setSecurityWrites(securityWrites);
            // long enough that no reply is lost on a busy machine
            manager.setCommandTimeout("1s");
        });
    }

    private static void stopReplicas() throws Exception {
        var master = REDIS.master();
        for (var each : REDIS.serving()) {
            if (each != master) {
                each.pause();
            }
        }
    }

    private static Browser signedIn(Node node) {
        var browser = new Browser();
        assertThat(browser.get(node, "/create").statusCode()).isEqualTo(200);
        return browser;
    }

    @Test
    void answers503IfNoReplicaAcknowledgesASignOut() throws Exception {
        try (var node = node("replicated")) {
            var one = signedIn(node);
            var other = signedIn(node);
            stopReplicas();
            assertThat(one.get(node, "/invalidate").statusCode()).isEqualTo(503);
            assertThat(one.get(node, "/get?name=user_id").body()).isEqualTo("no session");
            // no other request is affected
            assertThat(other.get(node, "/get?name=user_id").body()).isEqualTo("1");
            assertThat(other.get(node, "/set?name=a&value=b").statusCode()).isEqualTo(200);

            REDIS.restore();
            assertThat(other.get(node, "/invalidate").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void acknowledgesASignOutWithoutAReplicaByDefault() throws Exception {
        try (var node = node("acknowledged")) {
            var browser = signedIn(node);
            stopReplicas();
            assertThat(browser.get(node, "/invalidate").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void doesNotRestoreAnAcknowledgedSignOut() throws Exception {
        try (var node = node("replicated")) {
            var browser = signedIn(node);
            var master = REDIS.master();
            assertThat(browser.get(node, "/invalidate").statusCode()).isEqualTo(200);
            master.kill();
            REDIS.awaitOtherThan(master);
            assertThat(REDIS.keys().session(browser.id()))
                    .hasValueSatisfying(
                            mark -> assertThat(mark.at().ask("GET", mark.key())).contains("_ended"));
        }
    }
}
