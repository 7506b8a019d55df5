package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.http.SessionFacade;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.DestroyedSessions;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.testing.Browser;

/** A session that the application retains beyond its request and uses later on another thread. */
class RetainedSessionTest {

    @RegisterExtension
    static final Cluster CLUSTER = Cluster.quiet(KeyRing.generate());

    @RegisterExtension
    static final Cluster HASHED = new Cluster(
            KeyRing.generate(), manager -> manager.setHashedIds("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="));

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Browser visitor = new Browser();
    private final String color = "color-of-" + System.nanoTime();

    /** Returns when the request is over, which Tomcat notices a moment after the response. */
    private HttpSession hold(Cluster cluster) throws Exception {
        visitor.get(cluster.a(), "/set?name=color&value=" + color);
        visitor.get(cluster.a(), "/hold?name=" + color);
        var held = Objects.requireNonNull(ProbeServlet.HELD.get(color));
        Eventually.within(PATIENCE, () -> ((SessionFacade) held).session().isOver());
        return held;
    }

    private void assertNoSession(Cluster cluster) {
        assertThat(visitor.get(cluster.a(), "/get?name=color").body()).isEqualTo("no session");
        assertThat(visitor.get(cluster.b(), "/get?name=color").body()).isEqualTo("no session");
        assertThat(DestroyedSessions.times(color)).isEqualTo(1);
    }

    @Test
    void endsTheSessionUnderItsCurrentId() throws Exception {
        for (var cluster : new Cluster[] {CLUSTER, HASHED}) {
            DestroyedSessions.SEEN.clear();
            visitor.with("JSESSIONID=none");
            var held = hold(cluster);
            visitor.get(cluster.b(), "/rotate");
            visitor.get(cluster.b(), "/rotate");
            assertThat(visitor.get(cluster.b(), "/get?name=color").body()).isEqualTo(color);

            held.invalidate();

            assertNoSession(cluster);
            assertThatThrownBy(held::invalidate).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void endsTheSessionUnderItsCurrentIdIfTheTombstoneIsGone() throws Exception {
        var held = hold(CLUSTER);
        var before = visitor.id();
        visitor.get(CLUSTER.a(), "/rotate");
        CLUSTER.redis().command("DEL", "vedfolnir:session:" + before);

        held.invalidate();

        assertNoSession(CLUSTER);
    }

    @Test
    void endsTheSessionInTheRequestOfAnotherUser() throws Exception {
        hold(CLUSTER);
        visitor.get(CLUSTER.b(), "/rotate");
        var administrator = new Browser();
        administrator.get(CLUSTER.a(), "/create");

        var answer = administrator.get(CLUSTER.a(), "/put-out?name=" + color);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("put out");
        assertThat(administrator.get(CLUSTER.b(), "/get?name=user_id").body()).isEqualTo("1");
        assertNoSession(CLUSTER);
    }

    @Test
    void readsTheCurrentAttributes() throws Exception {
        var held = hold(CLUSTER);
        visitor.get(CLUSTER.b(), "/rotate");
        visitor.get(CLUSTER.b(), "/set?name=size&value=large");
        visitor.get(CLUSTER.b(), "/idle?value=77");

        assertThat(held.getAttribute("size")).isEqualTo("large");
        assertThat(Collections.list(held.getAttributeNames())).contains("color", "size", "rotated");
        assertThat(held.getId()).isEqualTo(visitor.id());
        assertThat(held.getMaxInactiveInterval()).isEqualTo(77);
        assertThat(held.isNew()).isFalse();
        assertThat(CLUSTER.redis().roundTrips(() -> held.getAttribute("size"))).isEqualTo(1);
    }

    @Test
    void savesAndMergesChanges() throws Exception {
        var held = hold(CLUSTER);
        visitor.get(CLUSTER.b(), "/set?name=size,weight&value=there");
        visitor.get(CLUSTER.b(), "/rotate");

        held.setAttribute("shape", "round");
        held.removeAttribute("weight");
        held.setMaxInactiveInterval(99);

        for (var node : new Node[] {CLUSTER.a(), CLUSTER.b()}) {
            assertThat(visitor.get(node, "/get?name=shape").body()).isEqualTo("round");
            assertThat(visitor.get(node, "/get?name=size").body()).isEqualTo("there");
            assertThat(visitor.get(node, "/get?name=weight").body()).isEqualTo("null");
        }
        assertThat(CLUSTER.redis().ttl(Cluster.key(visitor))).isBetween(150_000L, 161_000L);
        assertThat(CLUSTER.redis().roundTrips(() -> held.setAttribute("shape", "flat")))
                .isEqualTo(2);
    }

    @Test
    void isTheSessionOfTheRequestOnItsThread() throws Exception {
        hold(CLUSTER);

        assertThat(visitor.get(CLUSTER.a(), "/both?name=" + color + "&value=x").body())
                .isEqualTo("x, x");
        assertThat(visitor.get(CLUSTER.b(), "/get?name=second").body()).isEqualTo("x");
    }

    @Test
    void throwsIfTheSessionEndedElsewhere() throws Exception {
        var held = hold(CLUSTER);
        visitor.get(CLUSTER.b(), "/rotate");
        visitor.get(CLUSTER.b(), "/invalidate");

        assertThatItThrows(held);
    }

    @Test
    void throwsIfTheSessionExpired() throws Exception {
        var held = hold(CLUSTER);
        visitor.get(CLUSTER.b(), "/idle?value=1");
        Eventually.within(
                PATIENCE, () -> visitor.get(CLUSTER.b(), "/valid").body().equals("false"));

        assertThatItThrows(held);
    }

    private static void assertThatItThrows(HttpSession held) {
        assertThatThrownBy(() -> held.setAttribute("shape", "lost")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> held.getAttribute("color")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> held.removeAttribute("color")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(held::getCreationTime).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(held::invalidate).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void throwsDuringAnOutageAndChangesNothing() throws Exception {
        var held = hold(CLUSTER);
        visitor.get(CLUSTER.b(), "/rotate");

        CLUSTER.redis().pause();
        try {
            assertThatThrownBy(() -> held.getAttribute("color")).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> held.setAttribute("shape", "lost")).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(held::invalidate).isInstanceOf(StoreUnavailableException.class);
        } finally {
            CLUSTER.redis().resume();
        }

        for (var node : new Node[] {CLUSTER.a(), CLUSTER.b()}) {
            Eventually.within(
                    PATIENCE, () -> visitor.get(node, "/get?name=color").body().equals(color));
        }
        assertThat(DestroyedSessions.times(color)).isZero();
        assertThat(held.getAttribute("color")).isEqualTo(color);
        assertThat(held.getAttribute("shape")).isNull();
        held.invalidate();
        assertNoSession(CLUSTER);
    }
}
